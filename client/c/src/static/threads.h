/* The threads of the program, and its children that nobody traces but for a moment. */
#ifndef IOMAP_THREADS_H
#define IOMAP_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#include "static/tracee.h"

size_t threads_count(void);
/* Null when there is none of this number. */
struct tracee *threads_find(pid_t tid);
/* Others may keep its address until it is removed. */
struct tracee *threads_add(pid_t tid);
/* Ends its job. */
void threads_remove(pid_t tid);
void threads_remove_all_but(pid_t tid);
/* Forgets all, and the children: they are another tracer's. */
void threads_clear(void);
void threads_each(void (*visit)(struct tracee *thread));

/* A child that stopped before its parent said that it is there. */
void threads_add_newborn(pid_t child);
/* Was it one? It is no longer. */
bool threads_take_newborn(pid_t child);

#endif
