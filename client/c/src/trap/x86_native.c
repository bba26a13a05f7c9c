/*
 * Any instruction with one memory operand, executed by the processor on a shadow of that operand.
 *
 * What it stored is found by executing it on a shadow of zeros and on one of ones: the bytes that are the same in both
 * are its own. So no mask has to be understood, and bytes between those that are stored are never touched.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "trap/x86_execute.h"
#include "trap/x86_trap.h"

#define X87_INSTRUCTION_OFFSET 8 /* in an XSAVE area. SDM volume 1, table 10-2 */
#define X87_OPERAND_OFFSET 16
#define MXCSR_OFFSET 24
#define MXCSR_FLAGS 0x3F
#define MXCSR_MASK_SHIFT 7

struct native {
	struct trap *trap;
	const ZydisDecodedOperand *operand;
	uint64_t address; /* in the program */
	size_t count;	  /* bytes */
	enum element element;
	struct room *room;
	uint8_t *shadow; /* as far from a line of the cache as the operand */
	unsigned base;	 /* the register that points to it */
	uint64_t base_value;
};

/* Orders instructions with a lock among the threads of the program. Others on the bus see a load and a store. */
static pthread_mutex_t bus_lock = PTHREAD_MUTEX_INITIALIZER;

static bool loads(const struct native *n)
{
	return (n->operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ) != 0;
}

static bool stores(const struct native *n)
{
	return (n->operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0;
}

static bool is_locked(const struct trap *trap)
{
	return (trap->instruction.attributes & ZYDIS_ATTRIB_HAS_LOCK) != 0 ||
		trap->instruction.mnemonic == ZYDIS_MNEMONIC_XCHG;
}

/* Not of the system: nothing that says where memory is, or what the processor may do. */
static bool is_of_programs(ZydisRegister name)
{
	ZydisRegisterClass class = ZydisRegisterGetClass(name);

	return (class >= ZYDIS_REGCLASS_GPR8 && class <= ZYDIS_REGCLASS_ZMM) || class == ZYDIS_REGCLASS_FLAGS ||
		class == ZYDIS_REGCLASS_MASK || name == ZYDIS_REGISTER_MXCSR ||
		(name >= ZYDIS_REGISTER_X87CONTROL && name <= ZYDIS_REGISTER_X87TAG);
}

/* Instructions that name no such register and change such state all the same. */
static bool is_of_system(const struct trap *trap)
{
	switch (trap->instruction.meta.category) {
	case ZYDIS_CATEGORY_AMX_TILE:
	case ZYDIS_CATEGORY_CET:
	case ZYDIS_CATEGORY_SYSTEM:
	case ZYDIS_CATEGORY_XSAVE:
	case ZYDIS_CATEGORY_XSAVEOPT:
		return true;
	default:
		return false;
	}
}

/* Why the instruction cannot be executed elsewhere; null: it can. The operand is set. */
static const char *obstacle(struct native *n)
{
	const struct trap *trap = n->trap;

	for (unsigned i = 0; i < trap->instruction.operand_count; i++) {
		const ZydisDecodedOperand *operand = &trap->operands[i];

		if (is_memory(operand)) {
			if (n->operand != NULL)
				return "it has two memory operands";
			n->operand = operand;
		} else if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER) {
			if (!is_of_programs(operand->reg.value) || is_of_system(trap))
				return "it is about the system's registers";
			if (is_general_register(operand->reg.value) && register_number(operand->reg.value) == X86_RSP)
				return "it is about the stack pointer";
		}
	}
	if (n->operand == NULL || n->operand->size == 0 || n->operand->size / 8u > EXECUTE_OPERAND)
		return "its memory operand is not known here";
	if (!(trap->instruction.attributes & ZYDIS_ATTRIB_HAS_MODRM) ||
	    (n->operand->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN && !copy_is_implied(trap)))
		return "its memory operand is implied";
	if (trap->cpu->xsave == NULL || !execute_is_possible())
		return "there is no memory to execute a copy of it in, or no XSAVE";
	return NULL;
}

/* Numbers are what general-purpose registers hold, and single elements of up to 4 bytes. */
static enum element element_of(const struct native *n)
{
	const struct trap *trap = n->trap;

	if (n->count <= 4)
		return (n->count & (n->count - 1)) == 0 ? NUMBER : LANES;
	if (n->count != 8)
		return LANES;
	for (unsigned i = 0; i < trap->instruction.operand_count; i++) {
		ZydisRegister name = trap->operands[i].reg.value;
		ZydisRegisterClass class = ZydisRegisterGetClass(name);

		if (trap->operands[i].type == ZYDIS_OPERAND_TYPE_REGISTER && !is_general_register(name) &&
		    class != ZYDIS_REGCLASS_FLAGS && class != ZYDIS_REGCLASS_MASK)
			return LANES;
	}
	return NUMBER;
}

/* bt, bts, btr, btc with a register: a bit of a string of bits. The operand that has it is so many bytes further on. */
static uint64_t bit_string_offset(const struct native *n)
{
	const struct trap *trap = n->trap;
	const ZydisDecodedOperand *bit = &trap->operands[1];
	int64_t offset;

	switch (trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTS:
	case ZYDIS_MNEMONIC_BTR:
	case ZYDIS_MNEMONIC_BTC:
		break;
	default:
		return 0;
	}
	if (bit->type != ZYDIS_OPERAND_TYPE_REGISTER)
		return 0;
	offset = (int64_t)(register_get(trap->cpu, bit->reg.value) << (64 - bit->size)) >> (64 - bit->size);
	return (uint64_t)(offset >> (n->count == 8 ? 6 : n->count == 4 ? 5 : 4)) * n->count;
}

/* Code that is written anew costs the processor a flush of what it had decoded: not for the same instruction again. */
static void prepare_code(struct native *n)
{
	uint8_t code[EXECUTE_CODE];
	size_t length;

	n->base = copy_base(n->trap);
	length = copy_instruction(n->trap, n->base, code);
	if (memcmp(n->room->code, code, length) != 0)
		memcpy(n->room->code, code, length);
}

static void start_execution(const struct native *n, struct execution *e)
{
	const uint64_t flags = FLAGS_STATUS | FLAG_DIRECTION;

	memcpy(e->gpr, n->trap->cpu->gpr, sizeof(e->gpr));
	e->gpr[n->base] = n->base_value;
	e->rflags = n->trap->cpu->rflags & flags;
	e->xsave = n->trap->cpu->xsave;
	e->code = n->room->code;
	e->keeps = 0;
}

/* Executes for the shadow alone; returns MXCSR after it. */
static uint32_t rehearse(const struct native *n)
{
	struct execution e;

	start_execution(n, &e);
	execute(&e);
	return e.mxcsr;
}

/* What x87 keeps of its last instruction and its operand: those of the program, not of the copy. */
static void correct_pointers(const struct native *n)
{
	char *area = n->trap->cpu->xsave;
	uint64_t operand;

	if (n->trap->instruction.meta.category != ZYDIS_CATEGORY_X87_ALU)
		return;
	memcpy(&operand, area + X87_INSTRUCTION_OFFSET, sizeof(operand));
	if (operand == (uintptr_t)n->room->code)
		memcpy(area + X87_INSTRUCTION_OFFSET, &n->trap->cpu->rip, sizeof(operand));
	memcpy(&operand, area + X87_OPERAND_OFFSET, sizeof(operand));
	if (operand == (uintptr_t)n->shadow)
		memcpy(area + X87_OPERAND_OFFSET, &n->address, sizeof(operand));
}

/* Executes for the registers. */
static void commit(const struct native *n)
{
	struct x86_cpu *cpu = n->trap->cpu;
	struct execution e;

	start_execution(n, &e);
	e.keeps = 1;
	execute(&e);
	correct_pointers(n);
	e.gpr[n->base] = cpu->gpr[n->base];
	e.gpr[X86_RSP] = cpu->gpr[X86_RSP];
	memcpy(cpu->gpr, e.gpr, sizeof(cpu->gpr));
	cpu->rflags = (cpu->rflags & ~(uint64_t)FLAGS_STATUS) | (e.rflags & FLAGS_STATUS);
}

static bool load_shadow(struct native *n)
{
	bool *wanted = n->room->chosen;
	size_t end;

	memset(n->shadow, 0, n->count);
	loaded_bytes(n->trap, n->operand, wanted);
	for (size_t i = 0; i < n->count; i = end) {
		for (end = i + 1; end < n->count && wanted[end] == wanted[i]; end++)
			;
		if (wanted[i] &&
		    !memory_load(n->trap->cpu, n->address + i, end - i == n->count ? n->element : LANES, n->shadow + i,
				 end - i, n->trap->fault))
			return false;
	}
	return true;
}

/* Which bytes the instruction stores, and what: the shadow has them. */
static void find_stored(struct native *n)
{
	uint8_t *first = n->room->first;

	memset(n->shadow, 0, n->count);
	rehearse(n);
	memcpy(first, n->shadow, n->count);
	memset(n->shadow, 0xFF, n->count);
	rehearse(n);
	for (size_t i = 0; i < n->count; i++)
		n->room->chosen[i] = first[i] == n->shadow[i];
}

static bool store_bytes(struct native *n)
{
	const bool *stored = n->room->chosen;
	size_t end;

	for (size_t i = 0; i < n->count; i = end) {
		for (end = i + 1; end < n->count && stored[end] == stored[i]; end++)
			;
		if (stored[i] &&
		    !memory_store(n->trap->cpu, n->address + i, end - i == n->count ? n->element : LANES, n->shadow + i,
				  end - i, n->trap->fault))
			return false;
	}
	return true;
}

static enum x86_result store_only(struct native *n)
{
	find_stored(n);
	if (!store_bytes(n))
		return X86_FAULT;
	commit(n);
	return trap_done(n->trap);
}

static bool arithmetic_fault(struct native *n, int code)
{
	*n->trap->fault = (struct fault){ .signal = SIGFPE, .code = code, .address = n->trap->cpu->rip };
	return false;
}

/* The order is that of the Linux kernel's fpu__exception_code. */
static int code_of(uint32_t exceptions)
{
	return exceptions & 0x01    ? FPE_FLTINV
		: exceptions & 0x04 ? FPE_FLTDIV
		: exceptions & 0x08 ? FPE_FLTOVF
		: exceptions & 0x12 ? FPE_FLTUND
				    : FPE_FLTRES;
}

/* A program that unmasked exceptions of SSE: rehearsed with all of them masked, to see which it would meet. */
static bool meets_exception(struct native *n)
{
	uint32_t *mxcsr = (uint32_t *)(void *)((char *)n->trap->cpu->xsave + MXCSR_OFFSET);
	uint32_t before = *mxcsr, unmasked = ~(before >> MXCSR_MASK_SHIFT) & MXCSR_FLAGS, met;

	if (unmasked == 0)
		return false;
	*mxcsr = (before | MXCSR_FLAGS << MXCSR_MASK_SHIFT) & ~(uint32_t)MXCSR_FLAGS;
	met = rehearse(n) & MXCSR_FLAGS;
	*mxcsr = before | (met & unmasked ? met : 0);
	return (met & unmasked) != 0 && !arithmetic_fault(n, code_of(met & unmasked));
}

/* A comparison that failed stores nothing. */
static bool stored_nothing(const struct native *n)
{
	switch (n->trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_CMPXCHG:
	case ZYDIS_MNEMONIC_CMPXCHG8B:
	case ZYDIS_MNEMONIC_CMPXCHG16B:
		return (n->trap->cpu->rflags & FLAG_ZERO) == 0;
	default:
		return false;
	}
}

/* When the store fails the registers are as before: such instructions change general-purpose ones and flags only. */
static enum x86_result change(struct native *n)
{
	struct x86_cpu *cpu = n->trap->cpu;
	struct x86_cpu before = *cpu;

	commit(n);
	if (stored_nothing(n) || memory_store(cpu, n->address, n->element, n->shadow, n->count, n->trap->fault))
		return trap_done(n->trap);
	*cpu = before;
	return X86_FAULT;
}

static enum x86_result carry_out(struct native *n)
{
	if (!loads(n))
		return store_only(n);
	if (stores(n) && !memory_allows_store(n->trap->cpu, n->address, n->element, n->count, n->trap->fault))
		return X86_FAULT;
	if (!load_shadow(n))
		return X86_FAULT;
	if (division_fails(n->trap, n->shadow, n->count))
		return arithmetic_fault(n, FPE_INTDIV) ? X86_DONE : X86_FAULT;
	if (meets_exception(n))
		return X86_FAULT;
	if (stores(n))
		return change(n);
	commit(n);
	return trap_done(n->trap);
}

enum x86_result native(struct trap *trap)
{
	struct native n = { .trap = trap };
	const char *why = obstacle(&n);
	enum x86_result result;
	bool locked = is_locked(trap);
	uint64_t offset;

	if (why != NULL)
		return trap_refuse(trap, why);
	n.count = n.operand->size / 8;
	n.element = element_of(&n);
	offset = bit_string_offset(&n);
	n.address = operand_address(trap, n.operand) + offset;
	n.room = execute_enter();
	n.shadow = n.room->shadow + n.address % EXECUTE_LINE;
	n.base_value = (uint64_t)(uintptr_t)n.shadow - offset;
	prepare_code(&n);
	if (locked)
		pthread_mutex_lock(&bus_lock);
	result = carry_out(&n);
	if (locked)
		pthread_mutex_unlock(&bus_lock);
	execute_leave(n.room);
	return result;
}

void x86_forget(void)
{
	execute_forget();
	pthread_mutex_init(&bus_lock, NULL);
}
