/* Instructions with one memory operand that are so plain, or so frequent, that they are carried out right here. */
#include <string.h>

#include "trap/x86_trap.h"

static uint64_t sign_extended(uint64_t value, unsigned bits)
{
	return (uint64_t)((int64_t)(value << (64 - bits)) >> (64 - bits));
}

static bool extends_sign(ZydisMnemonic mnemonic)
{
	return mnemonic == ZYDIS_MNEMONIC_MOVSX || mnemonic == ZYDIS_MNEMONIC_MOVSXD;
}

static enum x86_result load_register(struct trap *trap)
{
	const ZydisDecodedOperand *to = &trap->operands[0], *from = &trap->operands[1];
	uint64_t value = 0;

	if (!memory_load(trap->cpu, operand_address(trap, from), NUMBER, &value, from->size / 8, trap->fault))
		return X86_FAULT;
	if (extends_sign(trap->instruction.mnemonic))
		value = sign_extended(value, from->size);
	register_set(trap->cpu, to->reg.value, value);
	return trap_done(trap);
}

static enum x86_result store_value(struct trap *trap)
{
	const ZydisDecodedOperand *to = &trap->operands[0], *from = &trap->operands[1];
	uint64_t value = from->type == ZYDIS_OPERAND_TYPE_IMMEDIATE ? from->imm.value.u
								    : register_get(trap->cpu, from->reg.value);

	if (!memory_store(trap->cpu, operand_address(trap, to), NUMBER, &value, to->size / 8, trap->fault))
		return X86_FAULT;
	return trap_done(trap);
}

static bool is_general(const ZydisDecodedOperand *operand)
{
	return operand->type == ZYDIS_OPERAND_TYPE_IMMEDIATE ||
		(operand->type == ZYDIS_OPERAND_TYPE_REGISTER && is_general_register(operand->reg.value));
}

enum x86_result move(struct trap *trap)
{
	if (is_memory(&trap->operands[0]) && is_general(&trap->operands[1]))
		return store_value(trap);
	if (is_memory(&trap->operands[1]) && is_general(&trap->operands[0]))
		return load_register(trap);
	return trap_refuse(trap, "it moves a segment register");
}

/* xlat: the operand does not name its index, al. */
enum x86_result translate(struct trap *trap)
{
	struct x86_cpu *cpu = trap->cpu;
	uint64_t index = register_get(cpu, ZYDIS_REGISTER_AL), value = 0;

	if (!memory_load(cpu, operand_address(trap, &trap->operands[0]) + index, NUMBER, &value, 1, trap->fault))
		return X86_FAULT;
	register_set(cpu, ZYDIS_REGISTER_AL, value);
	return trap_done(trap);
}

static bool push_value(struct trap *trap, uint64_t value, unsigned width)
{
	struct x86_cpu *cpu = trap->cpu;

	if (!memory_store(cpu, cpu->gpr[X86_RSP] - width, NUMBER, &value, width, trap->fault))
		return false;
	cpu->gpr[X86_RSP] -= width;
	return true;
}

/* The address of what is popped is computed after rsp was incremented. SDM volume 2, POP. */
static enum x86_result pop(struct trap *trap)
{
	struct x86_cpu *cpu = trap->cpu;
	const ZydisDecodedOperand *to = &trap->operands[0];
	unsigned width = to->size / 8;
	uint64_t value = 0;

	if (!memory_load(cpu, cpu->gpr[X86_RSP], NUMBER, &value, width, trap->fault))
		return X86_FAULT;
	cpu->gpr[X86_RSP] += width;
	if (memory_store(cpu, operand_address(trap, to), NUMBER, &value, width, trap->fault))
		return trap_done(trap);
	cpu->gpr[X86_RSP] -= width;
	return X86_FAULT;
}

static enum x86_result jump(struct trap *trap, uint64_t target, bool calls)
{
	if (calls && !push_value(trap, trap->cpu->rip + trap->instruction.length, sizeof(target)))
		return X86_FAULT;
	trap_done(trap);
	trap->cpu->rip = target;
	return X86_DONE;
}

enum x86_result transfer_control(struct trap *trap)
{
	const ZydisDecodedOperand *from = &trap->operands[0];
	ZydisMnemonic mnemonic = trap->instruction.mnemonic;
	uint64_t value = 0;

	if (mnemonic == ZYDIS_MNEMONIC_POP)
		return pop(trap);
	if (trap->instruction.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return trap_refuse(trap, "it is a far transfer");
	if (!memory_load(trap->cpu, operand_address(trap, from), NUMBER, &value, from->size / 8, trap->fault))
		return X86_FAULT;
	if (mnemonic != ZYDIS_MNEMONIC_PUSH)
		return jump(trap, value, mnemonic == ZYDIS_MNEMONIC_CALL);
	return push_value(trap, value, from->size / 8) ? trap_done(trap) : X86_FAULT;
}
