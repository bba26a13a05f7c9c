/* Calls that sleep, and what interrupts them. Source: ptrace(2), signal(7) "Interruption of system calls". */
#include "static/job.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "static/tracer.h"

#define INTERRUPT SIGUSR2
#define MILLISECOND 1000000
/* Of the kernel's own: at the end of a call it restarts it, or makes EINTR of it, as the signal's action says. */
#define ERESTARTSYS 512

struct job {
	pthread_t thread;
	pid_t owner; /* the tracer that has the thread: not that of a child */
	struct work *work;
	bool runs;  /* there is a thread */
	bool woken; /* the program's thread was told */
	atomic_bool done;
	long result; /* valid when done */
};

static void nothing(int signal)
{
	(void)signal;
}

static void *run(void *argument)
{
	struct job *job = argument;

	job->result = job->work->run(job->work);
	atomic_store(&job->done, true);
	tracer_wake();
	return NULL;
}

static bool start(struct job *job)
{
	struct sigaction action = { .sa_handler = nothing };

	sigaction(INTERRUPT, &action, NULL);
	return pthread_create(&job->thread, NULL, run, job) == 0;
}

/* Ends it: the signal again and again, because one that comes before the call sleeps is lost. */
static void interrupt(struct job *job)
{
	struct timespec until;

	if (!job->runs)
		return;
	do {
		if (!atomic_load(&job->done))
			pthread_kill(job->thread, INTERRUPT);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += MILLISECOND;
		until.tv_sec += until.tv_nsec / (1000 * MILLISECOND);
		until.tv_nsec %= 1000 * MILLISECOND;
	} while (pthread_timedjoin_np(job->thread, NULL, &until) != 0);
}

/*
 * The kernel restarts the call, or makes EINTR of it: it decides when it looks for signals, so it must look, even if
 * another thread of the program took the signal meanwhile.
 */
static void begin_again(struct tracee *tracee)
{
	tracee->registers.rax = (unsigned long long)-ERESTARTSYS;
	tracee->changed = true;
	ptrace(PTRACE_INTERRUPT, tracee->tid, 0, 0);
}

/* The end of ppoll(2): the job is done, or a signal came. */
static void finish(struct tracee *tracee)
{
	struct job *job = tracee->job;
	struct work *work = job->work;
	long result;

	interrupt(job);
	result = job->result;
	tracee->job = NULL;
	free(job);
	if (result == -EINTR && work->restarts) {
		work->drop(work);
		begin_again(tracee);
	} else {
		work->done(tracee, work, result);
	}
}

void job_begin(struct tracee *tracee, struct work *work)
{
	struct job *job = calloc(1, sizeof(*job));

	if (!job) {
		work->drop(work);
		call_return(tracee, -ENOMEM);
		return;
	}
	job->owner = getpid();
	job->work = work;
	job->result = -EAGAIN;
	tracee->job = job;
	job->runs = start(job);
	if (!job->runs)
		atomic_store(&job->done, true);
	/* ppoll(2) of nothing, without end: pause(2) with a mask of signals, or with null without one. */
	call_make(tracee, SYS_ppoll, (const uint64_t[6]){ 0, 0, 0, work->mask, sizeof(uint64_t) }, finish);
}

void job_check(struct tracee *tracee)
{
	struct job *job = tracee->job;

	if (!job || job->woken || !atomic_load(&job->done))
		return;
	job->woken = true;
	ptrace(PTRACE_INTERRUPT, tracee->tid, 0, 0);
}

void job_abandon(struct tracee *tracee)
{
	struct job *job = tracee->job;

	if (!job)
		return;
	tracee->job = NULL;
	if (job->owner == getpid())
		interrupt(job);
	job->work->drop(job->work);
	free(job);
}
