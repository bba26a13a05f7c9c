/*
 * The loop of a tracer: a thread of the program stops, what it stopped for is done, it goes on. Source: ptrace(2), whose
 * names of the kinds of stops are used here.
 */
#include "static/tracer.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
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
#include "static/trap.h"

#define OPTIONS (PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | \
		 PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)
/* So many threads may fork in the same moment. */
#define NEWBORN 256
#define SYSCALL_STOP (SIGTRAP | 0x80)

/* The threads of the program, each allocated by itself because others keep its address. */
static struct {
	pid_t pid;
	bool execs;		/* it is the launcher, which is about to become the program */
	struct tracee **threads;
	size_t count;
	pid_t newborn[NEWBORN];	/* children that stopped before their parents said that they are there; 0: none */
} traced;

static struct tracee *thread_of(pid_t tid)
{
	for (size_t i = 0; i < traced.count; i++)
		if (traced.threads[i]->tid == tid)
			return traced.threads[i];
	return NULL;
}

static struct tracee *add_thread(pid_t tid)
{
	struct tracee **threads = realloc(traced.threads, (traced.count + 1) * sizeof *threads);
	struct tracee *thread = calloc(1, sizeof *thread);

	if (threads)
		traced.threads = threads;
	if (!threads || !thread)
		abort();	/* which kills the program too: without a tracer it cannot go on */
	thread->tid = tid;
	traced.threads[traced.count++] = thread;
	return thread;
}

static void remove_thread(pid_t tid)
{
	for (size_t i = 0; i < traced.count; i++)
		if (traced.threads[i]->tid == tid) {
			job_abandon(traced.threads[i]);
			free(traced.threads[i]);
			traced.threads[i] = traced.threads[--traced.count];
			return;
		}
}

static void forget_all_but(pid_t tid)
{
	while (traced.count > 1 || (traced.count == 1 && traced.threads[0]->tid != tid))
		remove_thread(traced.threads[traced.threads[0]->tid == tid]->tid);
}

void tracer_expect_exec(void)
{
	traced.execs = true;
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
	forget_all_but(0);
	traced.pid = pid;
	memset(traced.newborn, 0, sizeof(traced.newborn));
	add_thread(pid);
	return 0;
}

void tracer_begin(void)
{
	tracee_resume(thread_of(traced.pid), 0);
}

pid_t tracer_program(void)
{
	return traced.pid;
}

void tracer_each(void (*visit)(struct tracee *tracee))
{
	for (size_t i = 0; i < traced.count; i++)
		visit(traced.threads[i]);
}

static bool is_ours(pid_t tid)
{
	return syscall(SYS_tgkill, traced.pid, tid, 0) == 0;
}

/* A child of the program, stopped for the first time. In its own tracer the program is that child from here on. */
static void hand_over(pid_t child, const struct tracee *parent)
{
	bool blocks_segv = parent->blocks_segv;

	if (!handover(child))
		return;
	program_forked();
	thread_of(child)->blocks_segv = blocks_segv;
	tracee_resume(thread_of(child), 0);
}

/* Puts a number in the place of another. */
static bool replace_newborn(pid_t old, pid_t new)
{
	for (int i = 0; i < NEWBORN; i++)
		if (traced.newborn[i] == old) {
			traced.newborn[i] = new;
			return true;
		}
	return false;
}

/* Waits until the child is stopped for the first time. */
static bool await(pid_t child)
{
	int status;

	if (replace_newborn(child, 0))
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
		if (!thread_of(child))
			add_thread(child)->blocks_segv = parent->blocks_segv;
	} else if (await(child)) {
		hand_over(child, parent);
	}
}

/* All other threads are gone, and the one that called execve has the first one's number now. */
static void after_exec(struct tracee *thread)
{
	pid_t tid = thread->tid;

	forget_all_but(tid);
	job_abandon(thread);
	*thread = (struct tracee){.tid = tid, .blocks_segv = thread->blocks_segv};
	signals_begin(thread);
	if (traced.execs)
		descriptor_inherit();
	else
		program_executed();
	traced.execs = false;
}

static void at_seccomp(struct tracee *thread)
{
	/* A call that the tracer wants is under way already. */
	if (traced.execs || call_has_end(thread) || !tracee_fetch(thread))
		return;
	call_begin(thread);
	calls_enter(thread);
}

static void at_syscall_end(struct tracee *thread)
{
	void (*finish)(struct tracee *) = thread->finish;

	if (thread->again) {	/* it is the beginning yet */
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
	if (thread_of(tid) == thread) {
		report_pass_on();
		tracee_resume(thread, signal);
	}
}

static void handle(pid_t tid, int status)
{
	struct tracee *thread = thread_of(tid);

	if (!WIFSTOPPED(status)) {
		if (tid == traced.pid)
			program_ended(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		if (thread)
			remove_thread(tid);
		return;
	}
	if (!thread && status >> 16 == PTRACE_EVENT_EXEC && tid == traced.pid)
		thread = add_thread(tid);
	if (!thread && !is_ours(tid)) {
		replace_newborn(0, tid);
		return;
	}
	at_stop(thread ? thread : add_thread(tid), status);
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
	while (traced.count > 0) {
		while ((tid = waitpid(-1, &status, __WALL | WNOHANG)) > 0)
			handle(tid, status);
		if (traced.count > 0 && (tid == 0 || errno == EINTR))
			sigwaitinfo(&wanted, NULL);
		else if (tid == -1)
			break;	/* ECHILD: nobody is left */
		tracer_each(job_check);
	}
	_exit(EXIT_SUCCESS);
}
