/*
 * SIGSEGV of a traced program. A load in a window is one, and if the program blocked it, the kernel would unblock it
 * and forget its handler. So the kernel never gets to know that the program blocks SIGSEGV; the program does not
 * notice.
 */
#ifndef IOMAP_STATIC_SIGNALS_H
#define IOMAP_STATIC_SIGNALS_H

#include <signal.h>

#include "static/tracee.h"

/* A thread that the tracer sees for the first time, or after exec: its mask is what it inherited. */
void signals_begin(struct tracee *tracee);

/* The beginnings of system calls. */
void signals_sigprocmask(struct tracee *tracee);
void signals_sigaction(struct tracee *tracee);
/* sigsuspend, ppoll, pselect and epoll_pwait, which have another mask in force meanwhile. */
void signals_wait(struct tracee *tracee);

/*
 * At a signal-delivery-stop: the instruction caused this signal, as a fault does. If the program blocks or ignores
 * it, it dies of it, whatever its handler, as with any fault. What to resume it with.
 */
int signals_force(struct tracee *tracee, const siginfo_t *info);

#endif
