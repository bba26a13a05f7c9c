/*
 * From one tracer to another. Only one process can trace a thread, so there is a moment in which nobody does: the child
 * spends it in pause(2), with all signals blocked, where it can neither do nor notice anything.
 */
#include "static/handover.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "static/inject.h"
#include "static/tracer.h"

struct state {
	struct user_regs_struct registers;
	uint64_t mask;
};

static void let_go(pid_t child, const struct state *state, pid_t next)
{
	/* A new process begins behind the instruction syscall that made it: it shall execute that one again. */
	struct user_regs_struct registers = state->registers;

	registers.rip -= SYSCALL_LENGTH;
	/* Where the Yama module allows it to ancestors only. Elsewhere there is no such call, which is as good. */
	inject_call(child, &registers, SYS_prctl, (const uint64_t[4]){ PR_SET_PTRACER, (uint64_t)next });
	registers.rax = SYS_pause;
	registers.orig_rax = (unsigned long long)-1;
	ptrace(PTRACE_SETREGS, child, 0, &registers);
	ptrace(PTRACE_DETACH, child, 0, 0);
}

/* In the new tracer, when the old one says that it let go. */
static bool take(pid_t child, const struct state *state, int go)
{
	char byte;

	if (read(go, &byte, 1) != 1 || tracer_attach(child) == -1)
		return false;
	ptrace(PTRACE_SETREGS, child, 0, &state->registers);
	inject_unblock(child, state->mask);
	return true;
}

bool handover(pid_t child)
{
	struct state state;
	int go[2];

	if (ptrace(PTRACE_GETREGS, child, 0, &state.registers) == -1 || pipe(go) == -1)
		return false;
	state.mask = inject_block(child);
	pid_t next = fork();

	if (next == 0) {
		close(go[1]);
		if (!take(child, &state, go[0]))
			_exit(EXIT_FAILURE);
		close(go[0]);
		return true;
	}
	close(go[0]);
	if (next > 0) {
		let_go(child, &state, next);
		(void)!write(go[1], "", 1);
	} else {
		/* No room for a tracer. Without one, its system calls would fail strangely. */
		kill(child, SIGKILL);
	}
	close(go[1]);
	return false;
}
