/* Trapped instructions of PA-RISC, on the frames of signals. */
#include <ucontext.h>

#include "preload/signals.h"
#include "trap/parisc.h"

bool trap_start(void)
{
	return true;
}

enum trap_result trap_carry_out(const siginfo_t *info, void *context, struct fault *fault)
{
	ucontext_t *frame = context;

	switch (parisc_trap(&frame->uc_mcontext, (uintptr_t)info->si_addr, fault)) {
	case PARISC_DONE:
		return TRAP_DONE;
	case PARISC_FAULT:
		return TRAP_FAULT;
	default:
		return TRAP_NOT_OURS;
	}
}

void trap_forget(void)
{
	parisc_forget();
}

/* It copies nothing. */
bool trap_ends_copy(void *context)
{
	(void)context;
	return false;
}
