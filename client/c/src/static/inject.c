/* System calls of the tracer's wish. Source: ptrace(2), "Syscall-stops". */
#include "static/inject.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

uint64_t inject_block(pid_t tid)
{
	uint64_t all = ~UINT64_C(0);
	uint64_t mask = 0;

	ptrace(PTRACE_GETSIGMASK, tid, sizeof(mask), &mask);
	ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all);
	return mask;
}

void inject_unblock(pid_t tid, uint64_t mask)
{
	ptrace(PTRACE_SETSIGMASK, tid, sizeof(mask), &mask);
}

/* On to its next stop at a system call. False: it died. */
static bool step(pid_t tid)
{
	int status;

	do {
		if (ptrace(PTRACE_SYSCALL, tid, 0, 0) == -1 || waitpid(tid, &status, __WALL) != tid)
			return false;
		if (!WIFSTOPPED(status))
			return false;
	} while (WSTOPSIG(status) != (SIGTRAP | 0x80));
	return true;
}

long inject_call(pid_t tid, const struct user_regs_struct *registers, long number, const uint64_t argument[4])
{
	struct user_regs_struct now = *registers;

	now.rax = (unsigned long long)number;
	now.orig_rax = (unsigned long long)-1;
	now.rdi = argument[0];
	now.rsi = argument[1];
	now.rdx = argument[2];
	now.r10 = argument[3];
	if (ptrace(PTRACE_SETREGS, tid, 0, &now) == -1 || !step(tid) || !step(tid) ||
	    ptrace(PTRACE_GETREGS, tid, 0, &now) == -1)
		return -ESRCH;
	return (long)now.rax;
}
