/* A program that forked: its child gets a tracer of its own, which is a child of the tracer. */
#ifndef IOMAP_HANDOVER_H
#define IOMAP_HANDOVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

/*
 * The new process is stopped for the first time. Returns twice: false in the tracer that had it, true in the tracer
 * that has it now, where it is stopped as it was.
 */
bool handover(pid_t child);

#endif
