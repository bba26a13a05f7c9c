/* A system call that a stopped thread makes because the tracer wants it. */
#ifndef IOMAP_INJECT_H
#define IOMAP_INJECT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

/* Length of the instruction syscall. */
#define SYSCALL_LENGTH 2

/* Blocks all signals of the thread; the mask that it had. */
uint64_t inject_block(pid_t tid);
void inject_unblock(pid_t tid, uint64_t mask);
/*
 * Makes the call with the instruction syscall at registers->rip. All signals are blocked. The thread is stopped at
 * the end of the call then, with other registers. -ESRCH when it died.
 */
long inject_call(pid_t tid, const struct user_regs_struct *registers, long number, const uint64_t argument[4]);

#endif
