/*
 * The tracer of one program: a process of its own that stops the program's threads where it matters and lets them go
 * on. When the program forks, so does its tracer: everything that the tracer knows of the program (open files,
 * windows) is then inherited in the same moment and the same way, and each has its own connection.
 */
#ifndef IOMAP_TRACER_H
#define IOMAP_TRACER_H

#include <sys/types.h>

#include "static/tracee.h"

/* Traces this process, which must be stopped or waiting for us, from now on. 0, or -1 with errno. */
int tracer_attach(pid_t pid);
/* What was attached is the launcher, whose next execve(2) makes the program of it: until then nothing is done. */
void tracer_expect_exec(void);
/* Lets the program's only thread go on. */
void tracer_begin(void);
/* Until the program has ended. */
_Noreturn void tracer_run(void);

/* The program's process, which is that of its first thread. */
pid_t tracer_program(void);
/* A job is done; from any thread of the tracer. */
void tracer_wake(void);

#endif
