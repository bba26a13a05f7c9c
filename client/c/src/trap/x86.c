/* A trapped instruction: fetched, decoded, and given to who carries it out. */
#include "trap/x86.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "trap/x86_execute.h"
#include "trap/x86_trap.h"

static ZydisDecoder decoder;
static ZydisFormatter formatter;

bool x86_start(void)
{
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_INTEL);
	vector_start();
	return execute_start();
}

enum x86_result trap_done(struct trap *trap)
{
	trap->cpu->rip += trap->instruction.length;
	trap->cpu->rflags &= ~(uint64_t)FLAG_RESUME;
	return X86_DONE;
}

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...)
{
	char text[256];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (length > 0 && write(STDERR_FILENO, text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text)) < 0)
		return;
}

static enum x86_result bad_instruction(struct trap *trap)
{
	*trap->fault = (struct fault){ .signal = SIGBUS, .code = BUS_OBJERR, .address = trap->fault->address };
	return X86_FAULT;
}

enum x86_result trap_refuse(struct trap *trap, const char *why)
{
	char text[128] = "?";

	ZydisFormatterFormatInstruction(&formatter, &trap->instruction, trap->operands,
					trap->instruction.operand_count_visible, text, sizeof(text), trap->cpu->rip,
					NULL);
	say("iomap: cannot carry out `%s' at 0x%llx in a window: %s\n", text, (unsigned long long)trap->cpu->rip, why);
	return bad_instruction(trap);
}

/* Its bytes, as many of 15 as the program has there. */
static bool decode(struct trap *trap)
{
	size_t count = trap->cpu->read(trap->cpu, trap->cpu->rip, trap->bytes, sizeof(trap->bytes));

	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, trap->bytes, count, &trap->instruction, trap->operands));
}

static bool is_string(const struct trap *trap)
{
	return trap->instruction.meta.category == ZYDIS_CATEGORY_STRINGOP ||
		trap->instruction.meta.category == ZYDIS_CATEGORY_IOSTRINGOP;
}

/* An access to memory that only says what will be accessed, or what no longer will. A window is never cached. */
static bool is_hint(const struct trap *trap)
{
	switch (trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_CLFLUSH:
	case ZYDIS_MNEMONIC_CLFLUSHOPT:
	case ZYDIS_MNEMONIC_CLWB:
	case ZYDIS_MNEMONIC_CLDEMOTE:
		return true;
	default:
		return trap->instruction.meta.category == ZYDIS_CATEGORY_PREFETCH;
	}
}

static enum x86_result carry_out(struct trap *trap)
{
	if (is_string(trap))
		return string(trap);
	if (is_hint(trap))
		return trap_done(trap);
	switch (trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_MOVZX:
	case ZYDIS_MNEMONIC_MOVSX:
	case ZYDIS_MNEMONIC_MOVSXD:
		return move(trap);
	case ZYDIS_MNEMONIC_XLAT:
		return translate(trap);
	case ZYDIS_MNEMONIC_PUSH:
	case ZYDIS_MNEMONIC_POP:
	case ZYDIS_MNEMONIC_CALL:
	case ZYDIS_MNEMONIC_JMP:
		return is_memory(&trap->operands[0]) ? transfer_control(trap)
						     : trap_refuse(trap, "its stack is in the window");
	default:
		return is_gather(trap) ? gather(trap) : native(trap);
	}
}

enum x86_result x86_trap(struct x86_cpu *cpu, struct fault *fault)
{
	struct trap trap = { .cpu = cpu, .fault = fault };

	if (window_overlaps(cpu->rip, 1))
		return X86_NOT_OURS;
	if (!decode(&trap)) {
		say("iomap: cannot decode the instruction at 0x%llx, which trapped in a window\n",
		    (unsigned long long)cpu->rip);
		return bad_instruction(&trap);
	}
	return carry_out(&trap);
}
