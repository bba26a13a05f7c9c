/* A load or store of a traced program in a window. */
#ifndef IOMAP_STATIC_TRAP_H
#define IOMAP_STATIC_TRAP_H

#include "static/tracee.h"

/* A thread is about to get this signal. The signal that it shall get instead, 0 for none. */
int trap_signal(struct tracee *tracee, int signal);

#endif
