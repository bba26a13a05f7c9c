/* Loads and stores that fail, for people. */
#include "file/fault.h"

#include <inttypes.h>
#include <signal.h>

#include "file/machine.h"

/* The conditions of iomap(7). */
static const char *reason(const struct fault *fault)
{
	if (fault->signal == SIGSEGV)
		return fault->code == SEGV_ACCERR ? "SIGSEGV: the window is mapped without this right"
						  : "SIGSEGV: it is not mapped any more";
	switch (fault->code) {
	case BUS_ADRALN:
		return "SIGBUS: it is not a multiple of the width, in value order";
	case BUS_ADRERR:
		return "SIGBUS: no device answers there, or not in this width";
	default:
		return "SIGBUS: the instruction cannot be carried out";
	}
}

void fault_tell(const struct fault *fault)
{
	machine_tell("load or store at 0x%" PRIx64 ": %s", fault->address, reason(fault));
}
