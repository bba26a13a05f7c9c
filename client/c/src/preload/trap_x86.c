/* A trap of this thread, as its signal frame tells of it. */
#ifdef __x86_64__

#include <asm/prctl.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "preload/signals.h"
#include "preload/stack.h"
#include "trap/x86.h"

#define EXTENDED_STATE_OFFSET 464 /* of struct _fpx_sw_bytes in the floating point area: <asm/sigcontext.h> */
#define EXTENDED_STATE_MAGIC 0x46505853u
#define HAS_FSGSBASE 2 /* of AT_HWCAP2: a program may use rdfsbase */

/* The frame's names of the general-purpose registers, in the order of their numbers. */
static const uint8_t frame_register[16] = {
	REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
	REG_R8,	 REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

/*
 * Copies bytes one after the other; returns how many, which is less than count when the program has no right to the
 * next one: the fault at the only instruction that can meet one is taken as the end of the copy.
 */
size_t trap_copy(void *to, const void *from, size_t count);
extern const char trap_copy_fault[], trap_copy_end[];
__asm__(".text\n"
	".type trap_copy, @function\n"
	"trap_copy:\n"
	"	movq %rdx, %rcx\n"
	"trap_copy_fault:\n"
	"	rep movsb\n"
	"trap_copy_end:\n"
	"	movq %rdx, %rax\n"
	"	subq %rcx, %rax\n"
	"	ret\n"
	".size trap_copy, . - trap_copy\n");

bool trap_ends_copy(void *context)
{
	greg_t *rip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	if (*rip != (greg_t)(uintptr_t)trap_copy_fault)
		return false;
	*rip = (greg_t)(uintptr_t)trap_copy_end;
	return true;
}

static size_t read_own(struct x86_cpu *cpu, uint64_t address, void *into, size_t count)
{
	(void)cpu;
	return trap_copy(into, (const void *)(uintptr_t)address, count);
}

static size_t write_own(struct x86_cpu *cpu, uint64_t address, const void *from, size_t count)
{
	(void)cpu;
	return trap_copy((void *)(uintptr_t)address, from, count);
}

static void get_segment_bases(struct x86_cpu *cpu)
{
	static bool asked, direct;

	if (!asked) {
		direct = (getauxval(AT_HWCAP2) & HAS_FSGSBASE) != 0;
		asked = true;
	}
	if (direct) {
		__asm__("rdfsbase %0" : "=r"(cpu->fs_base));
		__asm__("rdgsbase %0" : "=r"(cpu->gs_base));
	} else {
		syscall(SYS_arch_prctl, ARCH_GET_FS, &cpu->fs_base);
		syscall(SYS_arch_prctl, ARCH_GET_GS, &cpu->gs_base);
	}
}

/* The XSAVE area of the frame; null: the frame has a smaller one. */
static void *extended_state(const ucontext_t *context)
{
	char *area = (char *)context->uc_mcontext.fpregs;
	uint32_t magic = 0;

	if (area != NULL)
		memcpy(&magic, area + EXTENDED_STATE_OFFSET, sizeof(magic));
	return magic == EXTENDED_STATE_MAGIC ? area : NULL;
}

bool trap_start(void)
{
	return x86_start();
}

void trap_forget(void)
{
	x86_forget();
}

struct trapped {
	struct x86_cpu cpu;
	struct fault *fault;
	enum x86_result result;
};

static void run(void *argument)
{
	struct trapped *trapped = argument;

	trapped->result = x86_trap(&trapped->cpu, trapped->fault);
}

enum trap_result trap_carry_out(const siginfo_t *info, void *context, struct fault *fault)
{
	ucontext_t *frame = context;
	greg_t *registers = frame->uc_mcontext.gregs;
	struct trapped trapped = { { .read = read_own, .write = write_own, .xsave = extended_state(frame) },
				   fault,
				   X86_DONE };
	struct x86_cpu *cpu = &trapped.cpu;

	(void)info;
	for (unsigned i = 0; i < 16; i++)
		cpu->gpr[i] = (uint64_t)registers[frame_register[i]];
	cpu->rip = (uint64_t)registers[REG_RIP];
	cpu->rflags = (uint64_t)registers[REG_EFL];
	get_segment_bases(cpu);
	stack_call(run, &trapped);
	if (trapped.result == X86_NOT_OURS)
		return TRAP_NOT_OURS;
	for (unsigned i = 0; i < 16; i++)
		registers[frame_register[i]] = (greg_t)cpu->gpr[i];
	registers[REG_RIP] = (greg_t)cpu->rip;
	registers[REG_EFL] = (greg_t)cpu->rflags;
	return trapped.result == X86_DONE ? TRAP_DONE : TRAP_FAULT;
}

#else
typedef int no_x86;
#endif
