/*
 * System calls that may sleep in the machine: a read of a driver's device, a poll. A thread of the tracer carries out
 * such a call, while the program's thread sleeps in ppoll(2), so that signals reach it as they would in a read(2). A
 * signal interrupts the call; then it fails with EINTR or is begun again, as the program asked for with SA_RESTART.
 */
#ifndef IOMAP_JOB_H
#define IOMAP_JOB_H

#include <stdbool.h>
#include <signal.h>

#include "static/tracee.h"

/* That wakes the tracer. */
#define JOB_SIGNAL SIGUSR1

struct work {
	/* In a thread of its own, that signals interrupt: a result, or -errno. */
	long (*run)(struct work *work);
	/* In the tracer's main thread, when the program's thread is at the end of the call. Frees the work. */
	void (*done)(struct tracee *tracee, struct work *work, long result);
	/* Instead of `done', when the thread is gone, or begins the call again. Frees the work. */
	void (*drop)(struct work *work);
	uint64_t mask; /* where in the program the mask of signals is that shall be in force, or 0 */
	bool restarts; /* a signal with SA_RESTART begins it again, as with read(2); not so with poll(2) */
};

/* At the beginning of a call. Without a thread to do it, `done' gets -EAGAIN at the end of the call. */
void job_begin(struct tracee *tracee, struct work *work);
/* Wakes the program's thread if its job is done. */
void job_check(struct tracee *tracee);
/* The program's thread is gone; or it is another tracer's, and so is the job. */
void job_abandon(struct tracee *tracee);

#endif
