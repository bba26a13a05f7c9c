/*
 * The loop of a tracer: a thread of the program stops, what it stopped for is done, it goes on. Source: ptrace(2),
 * whose names of the kinds of stops are used here.
 */
#include "static/tracer.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/handover.h"
#include "static/job.h"
#include "static/program.h"
#include "static/report.h"
#include "static/signals.h"
#include "static/threads.h"
#include "static/trap.h"

#define OPTIONS                                                                                   \
	(PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | \
	 PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)
#define SYSCALL_STOP (SIGTRAP | 0x80)

static pid_t program;
static bool execs; /* it is the launcher, which is about to become the program */

void tracer_expect_exec(void)
{
	execs = true;
}

int tracer_attach(pid_t pid)
{
	int status;

	if (ptrace(PTRACE_SEIZE, pid, 0, OPTIONS) == -1 || ptrace(PTRACE_INTERRUPT, pid, 0, 0) == -1)
		return -1;
	if (waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status)) {
		errno = ESRCH;
		return -1;
	}
	threads_clear();
	threads_add(pid);
	program = pid;
	return 0;
}

void tracer_begin(void)
{
	tracee_resume(threads_find(program), 0);
}

pid_t tracer_program(void)
{
	return program;
}

static bool is_ours(pid_t tid)
{
	return syscall(SYS_tgkill, program, tid, 0) == 0;
}

/* A child of the program, stopped for the first time. In its own tracer the program is that child from here on. */
static void hand_over(pid_t child, const struct tracee *parent)
{
	bool blocks_segv = parent->blocks_segv;

	if (!handover(child))
		return;
	program_forked();
	threads_find(child)->blocks_segv = blocks_segv;
	tracee_resume(threads_find(child), 0);
}

/* Waits until the child is stopped for the first time. */
static bool await(pid_t child)
{
	int status;

	if (threads_take_newborn(child))
		return true;
	return waitpid(child, &status, __WALL) == child && WIFSTOPPED(status);
}

/* A thread made another one, or a child: before that is handed over, its parent must not change what it inherits. */
static void after_fork(struct tracee *parent)
{
	unsigned long message;
	pid_t child;

	if (ptrace(PTRACE_GETEVENTMSG, parent->tid, 0, &message) == -1)
		return;
	child = (pid_t)message;
	if (is_ours(child)) {
		if (!threads_find(child))
			threads_add(child)->blocks_segv = parent->blocks_segv;
	} else if (await(child)) {
		hand_over(child, parent);
	}
}

/* All other threads are gone, and the one that called execve has the first one's number now. */
static void after_exec(struct tracee *thread)
{
	pid_t tid = thread->tid;

	threads_remove_all_but(tid);
	job_abandon(thread);
	*thread = (struct tracee){ .tid = tid, .blocks_segv = thread->blocks_segv };
	signals_begin(thread);
	if (execs)
		descriptor_inherit();
	else
		program_executed();
	execs = false;
}

static void at_seccomp(struct tracee *thread)
{
	/* A call that the tracer wants is under way already. */
	if (execs || call_has_end(thread) || !tracee_fetch(thread))
		return;
	call_begin(thread);
	calls_enter(thread);
}

static void at_syscall_end(struct tracee *thread)
{
	void (*finish)(struct tracee *) = thread->finish;

	if (thread->again) { /* it is the beginning yet */
		thread->again = false;
		return;
	}
	if (!call_has_end(thread) || !tracee_fetch(thread))
		return;
	call_end(thread);
	if (finish)
		finish(thread);
}

/* Of a group-stop: the thread stays stopped, as it would without us, until SIGCONT. */
static bool stays_stopped(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void at_stop(struct tracee *thread, int status)
{
	pid_t tid = thread->tid;
	int signal = WSTOPSIG(status);

	switch (status >> 16) {
	case PTRACE_EVENT_SECCOMP:
		at_seccomp(thread);
		signal = 0;
		break;
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		after_fork(thread);
		signal = 0;
		break;
	case PTRACE_EVENT_EXEC:
		after_exec(thread);
		signal = 0;
		break;
	case PTRACE_EVENT_STOP:
		if (stays_stopped(signal)) {
			ptrace(PTRACE_LISTEN, tid, 0, 0);
			return;
		}
		signal = 0;
		break;
	default:
		if (signal == SYSCALL_STOP) {
			at_syscall_end(thread);
			signal = 0;
		} else {
			signal = trap_signal(thread, signal);
		}
	}
	/* In the tracer of a child that was just handed over, this thread is another tracer's. */
	if (threads_find(tid) == thread) {
		report_pass_on();
		tracee_resume(thread, signal);
	}
}

static void handle(pid_t tid, int status)
{
	struct tracee *thread = threads_find(tid);

	if (!WIFSTOPPED(status)) {
		if (tid == program)
			program_ended(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		if (thread)
			threads_remove(tid);
		return;
	}
	if (!thread && status >> 16 == PTRACE_EVENT_EXEC && tid == program)
		thread = threads_add(tid);
	if (!thread && !is_ours(tid)) {
		threads_add_newborn(tid);
		return;
	}
	at_stop(thread ? thread : threads_add(tid), status);
}

/* Both are blocked but while we wait, so none is missed. */
static void block(sigset_t *wanted)
{
	sigemptyset(wanted);
	sigaddset(wanted, SIGCHLD);
	sigaddset(wanted, JOB_SIGNAL);
	sigprocmask(SIG_BLOCK, wanted, NULL);
}

void tracer_wake(void)
{
	kill(getpid(), JOB_SIGNAL);
}

void tracer_run(void)
{
	sigset_t wanted;
	int status;
	pid_t tid;

	block(&wanted);
	while (threads_count() > 0) {
		while ((tid = waitpid(-1, &status, __WALL | WNOHANG)) > 0)
			handle(tid, status);
		if (threads_count() > 0 && (tid == 0 || errno == EINTR))
			sigwaitinfo(&wanted, NULL);
		else if (tid == -1)
			break; /* ECHILD: nobody is left */
		threads_each(job_check);
	}
	_exit(EXIT_SUCCESS);
}
