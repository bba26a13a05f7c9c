/*
 * Carries out one PA-RISC instruction that trapped in a window, on the signal frame of the thread that trapped.
 *
 * Program and machine have the same order of bytes: a register gets the number that the bus has, whatever the window's
 * order is.
 */
#ifndef IOMAP_PARISC_H
#define IOMAP_PARISC_H

#include <ucontext.h>

#include "trap/access.h"

enum parisc_result {
	/* The frame is as after the instruction. */
	PARISC_DONE,
	/*
	 * The program gets the signal of *fault at this instruction; registers are as before, so that it can be
	 * executed again. One that cannot be carried out is SIGBUS with BUS_OBJERR, after a message on standard error.
	 */
	PARISC_FAULT,
	/* It has nothing to do with a window: what happened is the program's own affair. The frame is as before. */
	PARISC_NOT_OURS
};

/* `address' is the si_addr of the SIGSEGV. */
enum parisc_result parisc_trap(mcontext_t *frame, uintptr_t address, struct fault *fault);

/* In the child of fork(2): other threads, and what they hold, are not there. */
void parisc_forget(void);

#endif
