/* SIGSEGV in a window: the tracer carries out the instruction on the thread's registers. Source: ptrace(2). */
#include "static/trap.h"

#include <elf.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "file/fault.h"
#include "static/signals.h"
#include "trap/x86.h"

/* Enough for all that a processor of today saves, AMX's tiles too. */
#define XSAVE_SIZE 16384

static size_t read_program(struct x86_cpu *cpu, uint64_t address, void *into, size_t count)
{
	const struct tracee *tracee = cpu->context;

	return tracee_read_some(tracee->tid, address, into, count);
}

static size_t write_program(struct x86_cpu *cpu, uint64_t address, const void *from, size_t count)
{
	const struct tracee *tracee = cpu->context;

	return tracee_write_some(tracee->tid, address, from, count);
}

/* Where ptrace(2) has each general-purpose register, in the order of their numbers. */
static const size_t places[16] = {
#define PLACE(name) offsetof(struct user_regs_struct, name)
	PLACE(rax), PLACE(rcx), PLACE(rdx), PLACE(rbx), PLACE(rsp), PLACE(rbp), PLACE(rsi), PLACE(rdi),
	PLACE(r8),  PLACE(r9),	PLACE(r10), PLACE(r11), PLACE(r12), PLACE(r13), PLACE(r14), PLACE(r15),
#undef PLACE
};

static void get_cpu(struct tracee *tracee, struct x86_cpu *cpu)
{
	const struct user_regs_struct *from = &tracee->registers;

	*cpu = (struct x86_cpu){
		.rip = from->rip,
		.rflags = from->eflags,
		.fs_base = from->fs_base,
		.gs_base = from->gs_base,
		.read = read_program,
		.write = write_program,
		.context = tracee,
	};
	for (int i = 0; i < 16; i++)
		memcpy(&cpu->gpr[i], (const char *)from + places[i], sizeof(cpu->gpr[i]));
}

static void set_cpu(struct tracee *tracee, const struct x86_cpu *cpu)
{
	struct user_regs_struct *to = &tracee->registers;

	for (int i = 0; i < 16; i++)
		memcpy((char *)to + places[i], &cpu->gpr[i], sizeof(cpu->gpr[i]));
	to->rip = cpu->rip;
	to->eflags = cpu->rflags;
	tracee->changed = true;
}

/* With the vector registers, which the kernel is asked for and given back. */
static enum x86_result execute(struct tracee *tracee, struct fault *fault)
{
	static _Alignas(64) unsigned char xsave[XSAVE_SIZE], before[XSAVE_SIZE];
	struct iovec area = { xsave, sizeof(xsave) };
	struct x86_cpu cpu;
	enum x86_result result;

	get_cpu(tracee, &cpu);
	if (ptrace(PTRACE_GETREGSET, tracee->tid, NT_X86_XSTATE, &area) == 0) {
		cpu.xsave = xsave;
		memcpy(before, xsave, area.iov_len);
	}
	result = x86_trap(&cpu, fault);
	if (result == X86_NOT_OURS)
		return result;
	set_cpu(tracee, &cpu);
	if (cpu.xsave && memcmp(before, xsave, area.iov_len) != 0)
		ptrace(PTRACE_SETREGSET, tracee->tid, NT_X86_XSTATE, &area);
	return result;
}

/* The siginfo of the fault: as the kernel's, but for what the machine says. */
static int deliver(struct tracee *tracee, const siginfo_t *trapped, const struct fault *fault)
{
	siginfo_t info = *trapped;

	fault_tell(fault);
	info.si_signo = fault->signal;
	info.si_code = fault->code;
	info.si_addr = (void *)(uintptr_t)fault->address;
	return signals_force(tracee, &info);
}

int trap_signal(struct tracee *tracee, int signal)
{
	siginfo_t info;
	struct fault fault = { 0 };

	/* One that was sent, and not caused, has a code that is not positive: sigaction(2). */
	if (signal != SIGSEGV || ptrace(PTRACE_GETSIGINFO, tracee->tid, 0, &info) == -1 || info.si_code <= 0 ||
	    !tracee_fetch(tracee))
		return signal;
	if (!window_overlaps((uintptr_t)info.si_addr, 1))
		return tracee->blocks_segv ? signals_force(tracee, &info) : signal;
	fault.address = (uintptr_t)info.si_addr;
	switch (execute(tracee, &fault)) {
	case X86_DONE:
		return 0;
	case X86_FAULT:
		return deliver(tracee, &info, &fault);
	case X86_NOT_OURS:
		break;
	}
	return tracee->blocks_segv ? signals_force(tracee, &info) : signal;
}
