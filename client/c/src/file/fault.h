/* For the setting IOMAP_VERBOSE: what became of a load or store that ended in a signal. */
#ifndef IOMAP_FAULT_H
#define IOMAP_FAULT_H

#include "trap/access.h"

/* One line on standard error; async-signal-safe. */
void fault_tell(const struct fault *fault);

#endif
