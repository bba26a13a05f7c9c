/*
 * The copy of an instruction that is executed in its place: the same but for its memory operand, which is [base]
 * whatever it was. SDM volume 2, chapter 2.
 */
#include <string.h>

#include "trap/x86_trap.h"

#define RETURN 0xC3

bool copy_is_implied(const struct trap *trap)
{
	switch (trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_MASKMOVQ:
	case ZYDIS_MNEMONIC_MASKMOVDQU:
	case ZYDIS_MNEMONIC_VMASKMOVDQU:
		return true;
	default:
		return false;
	}
}

unsigned copy_base(const struct trap *trap)
{
	static const uint8_t candidates[] = { X86_RBX, X86_RSI, X86_RDI, X86_RCX, X86_RDX, X86_RAX };
	unsigned used = 0, i = 0;

	if (copy_is_implied(trap))
		return X86_RDI;
	for (unsigned k = 0; k < trap->instruction.operand_count; k++) {
		const ZydisDecodedOperand *operand = &trap->operands[k];

		if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER && is_general_register(operand->reg.value))
			used |= 1u << register_number(operand->reg.value);
	}
	while (used >> candidates[i] & 1) /* no instruction has six registers and a memory operand */
		i++;
	return candidates[i];
}

/*
 * The prefixes without those of a segment and of the width of addresses; REX.X and REX.B are clear.
 * SDM volume 2, 2.2.1.
 */
static size_t copy_prefixes(const struct trap *trap, uint8_t *code)
{
	size_t length = 0;

	for (unsigned i = 0; i < trap->instruction.raw.prefix_count; i++) {
		uint8_t byte = trap->bytes[i];

		if (byte == 0x26 || byte == 0x2E || byte == 0x36 || byte == 0x3E || (byte >= 0x64 && byte <= 0x65) ||
		    byte == 0x67)
			continue;
		code[length++] = byte >= 0x40 && byte <= 0x4F ? byte & ~3u : byte;
	}
	return length;
}

/* VEX, EVEX and XOP have X and B inverted in bits 6 and 5 of their second byte, but for VEX of two bytes. */
static void clear_index_and_base(const struct trap *trap, uint8_t *after_prefixes)
{
	switch (trap->instruction.encoding) {
	case ZYDIS_INSTRUCTION_ENCODING_VEX:
		if (trap->instruction.raw.vex.size == 3)
			after_prefixes[1] |= 0x60;
		break;
	case ZYDIS_INSTRUCTION_ENCODING_EVEX:
	case ZYDIS_INSTRUCTION_ENCODING_XOP:
		after_prefixes[1] |= 0x60;
		break;
	default:
		break;
	}
}

size_t copy_instruction(const struct trap *trap, unsigned base, uint8_t *code)
{
	const ZydisDecodedInstructionRaw *raw = &trap->instruction.raw;
	size_t length = copy_prefixes(trap, code), opcode = raw->modrm.offset - raw->prefix_count;
	size_t rest = raw->disp.size != 0 ? raw->disp.offset + raw->disp.size / 8u
		: raw->sib.offset != 0	  ? raw->sib.offset + 1u
					  : raw->modrm.offset + 1u;

	memcpy(code + length, trap->bytes + raw->prefix_count, opcode);
	if (copy_is_implied(trap)) {
		code[length + opcode] = trap->bytes[raw->modrm.offset];
	} else {
		clear_index_and_base(trap, code + length);
		code[length + opcode] = (uint8_t)(raw->modrm.reg << 3 | base);
	}
	length += opcode + 1;
	memcpy(code + length, trap->bytes + rest, trap->instruction.length - rest);
	length += trap->instruction.length - rest;
	code[length++] = RETURN;
	return length;
}
