/* What the parts of the x86 engine share: the instruction that trapped, and the memory that it speaks of. */
#ifndef IOMAP_X86_TRAP_H
#define IOMAP_X86_TRAP_H

#include <Zydis/Zydis.h>

#include "trap/x86.h"

struct trap {
	struct x86_cpu *cpu;
	struct fault *fault;
	uint8_t bytes[ZYDIS_MAX_INSTRUCTION_LENGTH];
	ZydisDecodedInstruction instruction;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
};

/* Status flags of rflags. SDM volume 1, 3.4.3. */
enum {
	FLAG_CARRY = 1 << 0,
	FLAG_PARITY = 1 << 2,
	FLAG_ADJUST = 1 << 4,
	FLAG_ZERO = 1 << 6,
	FLAG_SIGN = 1 << 7,
	FLAG_DIRECTION = 1 << 10,
	FLAG_OVERFLOW = 1 << 11,
	FLAG_RESUME = 1 << 16,
	FLAGS_STATUS = FLAG_CARRY | FLAG_PARITY | FLAG_ADJUST | FLAG_ZERO | FLAG_SIGN | FLAG_OVERFLOW
};

/* The instruction is done: rip goes on. */
enum x86_result trap_done(struct trap *trap);
/* The instruction cannot be carried out: a message that names it, and SIGBUS. */
enum x86_result trap_refuse(struct trap *trap, const char *why);

/* General-purpose registers by their Zydis name, any width; ah to bh too. */
bool is_general_register(ZydisRegister name);
unsigned register_number(ZydisRegister name);
uint64_t register_get(const struct x86_cpu *cpu, ZydisRegister name);
/* A write of 32 bits clears the upper half; narrower ones leave the rest. SDM volume 1, 3.4.1.1. */
void register_set(struct x86_cpu *cpu, ZydisRegister name, uint64_t value);

/* Where a memory operand is; vector indexes and bit offsets are not counted. */
uint64_t operand_address(const struct trap *trap, const ZydisDecodedOperand *operand);
bool is_memory(const ZydisDecodedOperand *operand);

/*
 * The program's memory, windows or its own or partly both. Those that fail have set *fault. A store looks at all of the
 * program's rights first.
 */
bool memory_load(struct x86_cpu *cpu, uint64_t address, enum element element, void *into, size_t count,
		 struct fault *fault);
bool memory_store(struct x86_cpu *cpu, uint64_t address, enum element element, const void *from, size_t count,
		  struct fault *fault);

/* May the program store there, as far as it is windows? */
bool memory_allows_store(struct x86_cpu *cpu, uint64_t address, enum element element, size_t count,
			 struct fault *fault);

/*
 * The registers of an XSAVE area by their Zydis name: mask registers, xmm, ymm and zmm, of which all 64 bytes are got
 * and set. A component that is in its initial state is zero. SDM volume 1, chapter 13.
 */
uint64_t mask_get(const struct x86_cpu *cpu, ZydisRegister name);
void mask_set(struct x86_cpu *cpu, ZydisRegister name, uint64_t value);
void vector_get(const struct x86_cpu *cpu, ZydisRegister name, uint8_t bytes[64]);
void vector_set(struct x86_cpu *cpu, ZydisRegister name, const uint8_t bytes[64]);
void vector_start(void);

/* Which bytes of its memory operand an instruction loads. */
void loaded_bytes(const struct trap *trap, const ZydisDecodedOperand *operand, bool *wanted);

/* The copy that is executed in place of the instruction: which register points to its memory, and its bytes. */
bool copy_is_implied(const struct trap *trap); /* maskmov: always [rdi], and what looks like memory is a register */
unsigned copy_base(const struct trap *trap);
size_t copy_instruction(const struct trap *trap, unsigned base, uint8_t *code);
/* Is it a division that fails, by a divisor of so many bytes? */
bool division_fails(const struct trap *trap, const void *by, size_t count);

/* The kinds of instructions. */
enum x86_result move(struct trap *trap);	     /* mov movzx movsx movsxd */
enum x86_result translate(struct trap *trap);	     /* xlat */
enum x86_result transfer_control(struct trap *trap); /* push pop call jmp with a memory operand */
enum x86_result string(struct trap *trap);	     /* movs stos lods cmps scas */
bool is_gather(const struct trap *trap);
enum x86_result gather(struct trap *trap); /* gathers and scatters */
enum x86_result native(struct trap *trap); /* any other: executed by the processor */

#endif
