/*
 * Gathers and scatters: an element at a time, from the lowest on. Each one that is done is struck from the mask, so
 * that after a signal the instruction goes on with the rest. SDM volume 2, VPGATHERDD and VPSCATTERDD.
 */
#include <string.h>

#include "trap/x86_trap.h"

#define VECTOR 64

struct elements {
	struct trap *trap;
	const ZydisDecodedOperand *memory, *vector, *mask;
	size_t size; /* of an element */
	size_t index_size;
	unsigned count;
	bool scatters;
	bool mask_is_vector; /* AVX2: the top bit of each element */
	uint64_t left;	     /* a bit for each element that is still to be done */
	uint8_t values[VECTOR], indexes[VECTOR];
};

bool is_gather(const struct trap *trap)
{
	switch (trap->instruction.meta.category) {
	case ZYDIS_CATEGORY_GATHER:
	case ZYDIS_CATEGORY_AVX2GATHER:
	case ZYDIS_CATEGORY_SCATTER:
		return true;
	default:
		return false;
	}
}

static size_t index_size(ZydisMnemonic mnemonic)
{
	switch (mnemonic) {
	case ZYDIS_MNEMONIC_VPGATHERDD:
	case ZYDIS_MNEMONIC_VPGATHERDQ:
	case ZYDIS_MNEMONIC_VGATHERDPS:
	case ZYDIS_MNEMONIC_VGATHERDPD:
	case ZYDIS_MNEMONIC_VPSCATTERDD:
	case ZYDIS_MNEMONIC_VPSCATTERDQ:
	case ZYDIS_MNEMONIC_VSCATTERDPS:
	case ZYDIS_MNEMONIC_VSCATTERDPD:
		return 4;
	case ZYDIS_MNEMONIC_VPGATHERQD:
	case ZYDIS_MNEMONIC_VPGATHERQQ:
	case ZYDIS_MNEMONIC_VGATHERQPS:
	case ZYDIS_MNEMONIC_VGATHERQPD:
	case ZYDIS_MNEMONIC_VPSCATTERQD:
	case ZYDIS_MNEMONIC_VPSCATTERQQ:
	case ZYDIS_MNEMONIC_VSCATTERQPS:
	case ZYDIS_MNEMONIC_VSCATTERQPD:
		return 8;
	default:
		return 0; /* a prefetch of many */
	}
}

static size_t bytes_of(const ZydisDecodedOperand *vector)
{
	return ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, vector->reg.value) / 8u;
}

/* Gathers: vector, mask, memory with EVEX; vector, memory, mask with VEX. Scatters: memory, mask, vector. */
static void name_operands(struct elements *e)
{
	const ZydisDecodedOperand *operands = e->trap->operands;

	e->scatters = e->trap->instruction.meta.category == ZYDIS_CATEGORY_SCATTER;
	e->mask_is_vector = e->trap->instruction.encoding == ZYDIS_INSTRUCTION_ENCODING_VEX;
	e->vector = &operands[e->scatters ? 2 : 0];
	e->memory = &operands[e->scatters ? 0 : e->mask_is_vector ? 1 : 2];
	e->mask = &operands[e->mask_is_vector ? 2 : 1];
}

static uint64_t mask_left(const struct elements *e)
{
	uint8_t bytes[VECTOR];
	uint64_t left = 0;

	if (!e->mask_is_vector)
		return mask_get(e->trap->cpu, e->mask->reg.value);
	vector_get(e->trap->cpu, e->mask->reg.value, bytes);
	for (unsigned i = 0; i < e->count; i++)
		left |= (uint64_t)(bytes[i * e->size + e->size - 1] >> 7) << i;
	return left;
}

static uint64_t address_of(const struct elements *e, unsigned i)
{
	uint64_t index = 0;
	unsigned shift = 64 - 8 * (unsigned)e->index_size;
	uint64_t address;

	memcpy(&index, e->indexes + i * e->index_size, e->index_size);
	index = (uint64_t)((int64_t)(index << shift) >> shift);
	address = operand_address(e->trap, e->memory) + index * e->memory->mem.scale;
	return e->trap->instruction.address_width == 32 ? (uint32_t)address : address;
}

/* False: the element at the lowest bit that is left failed. */
static bool transfer(struct elements *e)
{
	struct trap *trap = e->trap;
	enum element element = e->size == 4 ? NUMBER : LANES;

	for (unsigned i = 0; i < e->count; i++) {
		uint8_t *value = e->values + i * e->size;

		if (!(e->left >> i & 1))
			continue;
		if (e->scatters ? !memory_store(trap->cpu, address_of(e, i), element, value, e->size, trap->fault)
				: !memory_load(trap->cpu, address_of(e, i), element, value, e->size, trap->fault))
			return false;
		e->left &= ~(UINT64_C(1) << i);
	}
	return true;
}

static void set_mask(const struct elements *e, bool whole)
{
	uint8_t bytes[VECTOR] = { 0 };

	if (!e->mask_is_vector) {
		mask_set(e->trap->cpu, e->mask->reg.value, whole ? 0 : e->left);
		return;
	}
	for (unsigned i = 0; i < e->count; i++)
		if (e->left >> i & 1)
			memset(bytes + i * e->size, 0xFF, e->size);
	vector_set(e->trap->cpu, e->mask->reg.value, bytes);
}

enum x86_result gather(struct trap *trap)
{
	struct elements e = { .trap = trap, .index_size = index_size(trap->instruction.mnemonic) };
	size_t indexes;
	bool whole;

	if (e.index_size == 0)
		return trap_done(trap);
	if (trap->cpu->xsave == NULL)
		return trap_refuse(trap, "there is no XSAVE");
	name_operands(&e);
	e.size = e.memory->element_size / 8u;
	indexes = ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, e.memory->mem.index) / 8u / e.index_size;
	e.count = (unsigned)(bytes_of(e.vector) / e.size < indexes ? bytes_of(e.vector) / e.size : indexes);
	e.left = mask_left(&e) & (UINT64_MAX >> (64 - e.count));
	vector_get(trap->cpu, e.vector->reg.value, e.values);
	vector_get(trap->cpu, e.memory->mem.index, e.indexes);
	whole = transfer(&e);
	if (!e.scatters) {
		memset(e.values + e.count * e.size, 0, VECTOR - e.count * e.size);
		vector_set(trap->cpu, e.vector->reg.value, e.values);
	}
	set_mask(&e, whole);
	return whole ? trap_done(trap) : X86_FAULT;
}
