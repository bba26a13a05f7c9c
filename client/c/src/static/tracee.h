/*
 * A thread of the traced program: its registers, the program's memory, and the system call that the thread makes. All
 * of it may be used only while the thread is stopped, and only in the tracer's main thread.
 */
#ifndef IOMAP_TRACEE_H
#define IOMAP_TRACEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

struct job;

struct tracee {
	pid_t tid;
	struct user_regs_struct registers;
	bool changed; /* registers differ from what the kernel has */

	/* The system call, as the program made it; the registers may say another one by now. */
	long number;
	uint64_t argument[6];
	bool begins; /* it has not been carried out yet */
	bool replaced;
	uint64_t put;			       /* bytes below the red zone that call_put() has taken */
	void (*finish)(struct tracee *tracee); /* when the kernel has carried it out; null: nobody wants to know */
	void *note;			       /* whatever the beginning of the call has to tell its end */
	/* Made by call_make() at the end of another: it has yet to begin; all signals are blocked until it ends. */
	bool again, masked;
	uint64_t mask;	 /* of signals, without that */
	struct job *job; /* that this thread sleeps for */

	bool blocks_segv; /* the program believes that SIGSEGV is blocked in this thread */
};

/* At a stop: gets the registers. False: the thread is dead. */
bool tracee_fetch(struct tracee *tracee);
/* Lets it run, with this signal if it is not 0. A thread that died meanwhile is no failure. */
void tracee_resume(struct tracee *tracee, int signal);

/* The program's memory, with the rights that the program has: a window has none. False, or how much could be copied. */
bool tracee_read(pid_t tid, uint64_t from, void *into, size_t size);
bool tracee_write(pid_t tid, uint64_t to, const void *from, size_t size);
size_t tracee_read_some(pid_t tid, uint64_t from, void *into, size_t size);
size_t tracee_write_some(pid_t tid, uint64_t to, const void *from, size_t size);
/* A string with its end: 0, or -EFAULT or -ENAMETOOLONG. */
int tracee_string(pid_t tid, uint64_t from, char *into, size_t size);

/* At the beginning of a system call. Notes what the program asked for. */
void call_begin(struct tracee *tracee);
/* The kernel has nothing to do: this is the result, or -errno. At the end of a call: the result is another one. */
void call_return(struct tracee *tracee, long result);
/*
 * The kernel shall do this instead, and `finish' is called at its end. At the end of a call: the thread makes this
 * one more, before the program or a signal handler goes on. The program gets its argument registers back in the end.
 */
void call_make(struct tracee *tracee, long number, const uint64_t argument[6], void (*finish)(struct tracee *tracee));
/* Another argument of the call. */
void call_argument(struct tracee *tracee, int index, uint64_t value);
/*
 * Bytes that a call needs in the program's memory: below the red zone of the stack. Their address, 0 if there is no
 * room.
 */
uint64_t call_put(struct tracee *tracee, const void *bytes, size_t size);

/* Shall it stop at the end of the call? */
bool call_has_end(const struct tracee *tracee);
/* At the end of a call. */
void call_end(struct tracee *tracee);
long call_result(const struct tracee *tracee);

#endif
