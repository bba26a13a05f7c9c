/*
 * SIGSEGV is ours: it is how a load or store in a window comes to us. The program does not notice: it has its own
 * action for SIGSEGV, which it gets for what is its own fault, and can block it.
 *
 * The kernel must never block SIGSEGV, or a trap would end the program. In the masks that the kernel has,
 * SIGNAL_STAND_IN stands for it: it is blocked when the program thinks that SIGSEGV is. So masks that sigsetjmp(3),
 * threads, fork(2) and exec(3) copy are right by themselves. The program sees one real-time signal less.
 */
#ifndef IOMAP_SIGNALS_H
#define IOMAP_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

#include "trap/access.h"

#ifdef __hppa__
#define SIGNAL_STAND_IN 62	   /* the last that QEMU 7.2 has */
#define FAULTS_CAN_BE_QUEUED false /* QEMU 7.2 aborts */
#else
#define SIGNAL_STAND_IN 64
#define FAULTS_CAN_BE_QUEUED true
#endif

/* Before the program's first window. False: instructions other than moves and strings will be refused. */
bool signals_start(void);

/* Called in the handler, before the program gets the signal of a fault in a window. */
void signals_watch(void (*watcher)(const struct fault *fault));

/* The kernel's mask for one of the program, and back. */
sigset_t signals_to_kernel(const sigset_t *program);
sigset_t signals_to_program(const sigset_t *kernel);
/* pthread_sigmask(3) with the kernel's own masks; async-signal-safe. */
int signals_kernel_mask(int how, const sigset_t *set, sigset_t *old);

/*
 * What depends on the processor (trap_*.c): carries out the instruction that trapped, on the context of its signal.
 */
enum trap_result {
	TRAP_DONE,  /* the program goes on */
	TRAP_FAULT, /* it gets the signal of *fault */
	TRAP_NOT_OURS
};
bool trap_start(void);
enum trap_result trap_carry_out(const siginfo_t *info, void *context, struct fault *fault);
/* In the child of fork(2). */
void trap_forget(void);
/* A fault of the engine itself, when it copied from or to memory of the program: false, or the copy ends there. */
bool trap_ends_copy(void *context);

#endif
