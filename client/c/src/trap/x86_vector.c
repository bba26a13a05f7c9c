/* Vector and mask registers in an XSAVE area, and what masks make of a memory operand. */
#include <cpuid.h>
#include <string.h>

#include "trap/x86_trap.h"

/* State components. SDM volume 1, 13.1. */
enum { SSE = 1, AVX = 2, MASKS = 5, ZMM_UPPER = 6, ZMM_16_TO_31 = 7, COMPONENTS };

#define XMM_OFFSET 160	     /* in the legacy region. SDM volume 1, table 10-2 */
#define XSTATE_BV_OFFSET 512 /* which components are not in their initial state */
#define ALL (~UINT64_C(0))   /* elements */
#define XSAVE_LEAF 0xD	     /* of cpuid: a subleaf for each component says its size and offset */

static struct {
	unsigned offset, size;
} component[COMPONENTS] = { [SSE] = { XMM_OFFSET, 16 * 16 } };

void vector_start(void)
{
	unsigned unused_c, unused_d;

	for (unsigned i = AVX; i < COMPONENTS; i++)
		if (!__get_cpuid_count(XSAVE_LEAF, i, &component[i].size, &component[i].offset, &unused_c, &unused_d))
			component[i].size = 0;
}

static uint64_t present(const struct x86_cpu *cpu)
{
	uint64_t bits;

	memcpy(&bits, (const char *)cpu->xsave + XSTATE_BV_OFFSET, sizeof(bits));
	return bits;
}

static void state_get(const struct x86_cpu *cpu, unsigned which, size_t offset, void *into, size_t count)
{
	memset(into, 0, count);
	if (component[which].size != 0 && present(cpu) >> which & 1)
		memcpy(into, (const char *)cpu->xsave + component[which].offset + offset, count);
}

static void state_set(struct x86_cpu *cpu, unsigned which, size_t offset, const void *from, size_t count)
{
	uint64_t bits = present(cpu);
	char *start = (char *)cpu->xsave + component[which].offset;

	if (component[which].size == 0)
		return;
	if (!(bits >> which & 1)) {
		memset(start, 0, component[which].size);
		bits |= UINT64_C(1) << which;
		memcpy((char *)cpu->xsave + XSTATE_BV_OFFSET, &bits, sizeof(bits));
	}
	memcpy(start + offset, from, count);
}

uint64_t mask_get(const struct x86_cpu *cpu, ZydisRegister name)
{
	uint64_t value;

	state_get(cpu, MASKS, sizeof(value) * (unsigned)(name - ZYDIS_REGISTER_K0), &value, sizeof(value));
	return value;
}

void mask_set(struct x86_cpu *cpu, ZydisRegister name, uint64_t value)
{
	state_set(cpu, MASKS, sizeof(value) * (unsigned)(name - ZYDIS_REGISTER_K0), &value, sizeof(value));
}

static unsigned vector_number(ZydisRegister name)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, name);

	return (unsigned)(whole - ZYDIS_REGISTER_ZMM0);
}

void vector_get(const struct x86_cpu *cpu, ZydisRegister name, uint8_t bytes[64])
{
	unsigned number = vector_number(name);

	if (number >= 16) {
		state_get(cpu, ZMM_16_TO_31, 64 * (number - 16), bytes, 64);
		return;
	}
	state_get(cpu, SSE, 16 * number, bytes, 16);
	state_get(cpu, AVX, 16 * number, bytes + 16, 16);
	state_get(cpu, ZMM_UPPER, 32 * number, bytes + 32, 32);
}

void vector_set(struct x86_cpu *cpu, ZydisRegister name, const uint8_t bytes[64])
{
	unsigned number = vector_number(name);

	if (number >= 16) {
		state_set(cpu, ZMM_16_TO_31, 64 * (number - 16), bytes, 64);
		return;
	}
	state_set(cpu, SSE, 16 * number, bytes, 16);
	state_set(cpu, AVX, 16 * number, bytes + 16, 16);
	state_set(cpu, ZMM_UPPER, 32 * number, bytes + 32, 32);
}

/*
 * Does bit i of the mask decide alone whether element i of the operand is read? The classes of exceptions without NF
 * are those whose masked elements cannot fault: they are not read. SDM volume 2, 2.8. An instruction whose result has
 * other elements than its operand (vdbpsadbw, vpmultishiftqb) reads all of it in any case.
 */
static bool is_masked_by_element(const struct trap *trap, const ZydisDecodedOperand *operand)
{
	const ZydisDecodedOperand *result = &trap->operands[0];

	if (trap->instruction.avx.broadcast.mode != ZYDIS_BROADCAST_MODE_INVALID)
		return false;
	if (ZydisRegisterGetClass(result->reg.value) != ZYDIS_REGCLASS_MASK && operand->element_count > 1 &&
	    operand->element_count != result->element_count)
		return false;
	switch (trap->instruction.meta.exception_class) {
	case ZYDIS_EXCEPTION_CLASS_E1:
	case ZYDIS_EXCEPTION_CLASS_E2:
	case ZYDIS_EXCEPTION_CLASS_E3:
	case ZYDIS_EXCEPTION_CLASS_E4:
	case ZYDIS_EXCEPTION_CLASS_E5:
	case ZYDIS_EXCEPTION_CLASS_E6:
	case ZYDIS_EXCEPTION_CLASS_E10:
		return true;
	default:
		return false;
	}
}

/* The mask of vmaskmov and vpmaskmov: the top bit of each element of a vector register. */
static uint64_t sign_mask(const struct trap *trap, const ZydisDecodedOperand *operand)
{
	size_t size = operand->element_size / 8;
	uint64_t mask = 0;
	uint8_t bytes[64];

	vector_get(trap->cpu, trap->operands[1].reg.value, bytes);
	for (unsigned i = 0; i < operand->element_count; i++)
		mask |= (uint64_t)(bytes[i * size + size - 1] >> 7) << i;
	return mask;
}

static bool has_sign_mask(const struct trap *trap)
{
	switch (trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_VMASKMOVPS:
	case ZYDIS_MNEMONIC_VMASKMOVPD:
	case ZYDIS_MNEMONIC_VPMASKMOVD:
	case ZYDIS_MNEMONIC_VPMASKMOVQ:
		return true;
	default:
		return false;
	}
}

static uint64_t lowest(unsigned count)
{
	return count == 64 ? ALL : (UINT64_C(1) << count) - 1;
}

/* Of the elements of the memory operand, which ones are loaded. */
static uint64_t element_mask(const struct trap *trap, const ZydisDecodedOperand *operand)
{
	ZydisRegister name = trap->instruction.avx.mask.reg;
	uint64_t mask;

	if (has_sign_mask(trap))
		return sign_mask(trap, operand);
	if (name == ZYDIS_REGISTER_NONE || name == ZYDIS_REGISTER_K0)
		return ALL;
	mask = mask_get(trap->cpu, name);
	if (trap->instruction.meta.category == ZYDIS_CATEGORY_EXPAND)
		return lowest((unsigned)__builtin_popcountll(mask & lowest(operand->element_count)));
	return is_masked_by_element(trap, operand) ? mask : ALL;
}

void loaded_bytes(const struct trap *trap, const ZydisDecodedOperand *operand, bool *wanted)
{
	uint64_t mask = element_mask(trap, operand);
	size_t size = operand->element_size / 8;

	for (size_t i = 0; i < operand->size / 8u; i++)
		wanted[i] = mask == ALL || (mask >> i / size & 1);
}
