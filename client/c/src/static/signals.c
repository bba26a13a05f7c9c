/* Masks and faults. Source: rt_sigprocmask(2), the kernel's force_sig_info_to_task(). */
#include "static/signals.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "static/inject.h"

#define BIT(signal) (UINT64_C(1) << ((signal)-1))
#define SEGV BIT(SIGSEGV)

/* The kernel's struct sigaction. */
struct kernel_sigaction {
	uint64_t handler, flags, restorer, mask;
};

static uint64_t mask_of(const struct tracee *tracee)
{
	uint64_t mask = 0;

	ptrace(PTRACE_GETSIGMASK, tracee->tid, sizeof(mask), &mask);
	return mask;
}

static void set_mask(const struct tracee *tracee, uint64_t mask)
{
	ptrace(PTRACE_SETSIGMASK, tracee->tid, sizeof(mask), &mask);
}

void signals_begin(struct tracee *tracee)
{
	uint64_t mask = mask_of(tracee);

	if (!(mask & SEGV))
		return;
	tracee->blocks_segv = true;
	set_mask(tracee, mask & ~SEGV);
}

void signals_sigprocmask(struct tracee *tracee)
{
	const uint64_t *argument = tracee->argument;
	uint64_t old = mask_of(tracee) | (tracee->blocks_segv ? SEGV : 0);
	uint64_t set;

	if (argument[3] != sizeof(set) || argument[1] == 0)
		return;
	if (!tracee_read(tracee->tid, argument[1], &set, sizeof(set))) {
		call_return(tracee, -EFAULT);
		return;
	}
	switch (argument[0]) {
	case SIG_BLOCK:
		set |= old;
		break;
	case SIG_UNBLOCK:
		set = old & ~set;
		break;
	case SIG_SETMASK:
		break;
	default:
		return;
	}
	set_mask(tracee, set & ~SEGV);
	tracee->blocks_segv = set & SEGV;
	if (argument[2] && !tracee_write(tracee->tid, argument[2], &old, sizeof(old)))
		call_return(tracee, -EFAULT);
	else
		call_return(tracee, 0);
}

/*
 * A handler that runs with SIGSEGV blocked would be no better: the kernel takes a trap in it for a fault that cannot be
 * borne, and the program's handler away. Its own handler would run so, but for SA_NODEFER.
 */
void signals_sigaction(struct tracee *tracee)
{
	struct kernel_sigaction action;
	bool own = tracee->argument[0] == SIGSEGV;
	uint64_t copy;

	if (!tracee->argument[1] || !tracee_read(tracee->tid, tracee->argument[1], &action, sizeof(action)) ||
	    (!own && !(action.mask & SEGV)))
		return;
	action.mask &= ~SEGV;
	if (own)
		action.flags |= SA_NODEFER;
	copy = call_put(tracee, &action, sizeof(action));
	if (copy != 0)
		call_argument(tracee, 1, copy);
}

/* The address of the same mask without SIGSEGV: that of the program's, or of a copy. */
static uint64_t harmless(struct tracee *tracee, uint64_t address)
{
	uint64_t mask, copy;

	if (address == 0 || !tracee_read(tracee->tid, address, &mask, sizeof(mask)) || !(mask & SEGV))
		return address;
	mask &= ~SEGV;
	copy = call_put(tracee, &mask, sizeof(mask));
	return copy != 0 ? copy : address;
}

/* That of pselect6(2) is behind one more pointer. */
static void make_pselect_harmless(struct tracee *tracee)
{
	uint64_t pointer[2], mask, copy;

	if (!tracee_read(tracee->tid, tracee->argument[5], pointer, sizeof(pointer)))
		return;
	mask = pointer[0];
	pointer[0] = harmless(tracee, mask);
	copy = pointer[0] != mask ? call_put(tracee, pointer, sizeof(pointer)) : 0;
	if (copy != 0)
		call_argument(tracee, 5, copy);
}

void signals_wait(struct tracee *tracee)
{
	int index = tracee->number == SYS_rt_sigsuspend ? 0 : tracee->number == SYS_ppoll ? 3 : 4;
	uint64_t copy;

	if (tracee->number == SYS_pselect6) {
		make_pselect_harmless(tracee);
		return;
	}
	copy = harmless(tracee, tracee->argument[index]);
	if (copy != tracee->argument[index])
		call_argument(tracee, index, copy);
}

static bool ignores(const struct tracee *tracee, int signal)
{
	char path[64], line[128];
	unsigned long long ignored = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", tracee->tid);
	status = fopen(path, "re");
	if (!status)
		return false;
	while (fgets(line, sizeof(line), status))
		if (sscanf(line, "SigIgn: %llx", &ignored) == 1)
			break;
	fclose(status);
	return ignored & BIT(signal);
}

/*
 * The default action for this signal, by a system call of the thread. The instruction that faulted gives its place
 * for it: nobody will execute it again.
 */
static void set_default(struct tracee *tracee, int signal)
{
	struct kernel_sigaction action = { 0 };
	struct user_regs_struct registers = tracee->registers;
	uint64_t mask = inject_block(tracee->tid);
	uint64_t at = call_put(tracee, &action, sizeof(action));
	long text = ptrace(PTRACE_PEEKTEXT, tracee->tid, registers.rip, 0);

	if (at != 0 && ptrace(PTRACE_POKETEXT, tracee->tid, registers.rip, (text & ~0xffffL) | 0x050f) == 0) {
		inject_call(tracee->tid, &registers, SYS_rt_sigaction,
			    (const uint64_t[4]){ (uint64_t)signal, at, 0, sizeof(mask) });
		ptrace(PTRACE_POKETEXT, tracee->tid, registers.rip, text);
		tracee->changed = true;
	}
	inject_unblock(tracee->tid, mask & ~BIT(signal));
}

int signals_force(struct tracee *tracee, const siginfo_t *info)
{
	int signal = info->si_signo;
	bool blocked = signal == SIGSEGV ? tracee->blocks_segv : (mask_of(tracee) & BIT(signal)) != 0;

	if (blocked || ignores(tracee, signal)) {
		/* It is then sent, and not delivered here: we see it once more. */
		set_default(tracee, signal);
		tracee->blocks_segv = false;
	}
	ptrace(PTRACE_SETSIGINFO, tracee->tid, 0, info);
	return signal;
}
