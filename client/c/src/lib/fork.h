/*
 * fork(2). A connection is one process of the machine, and stays with the program that made it: in a child of that
 * program every call on it fails with ESTALE, and its socket is closed there without a word.
 */
#ifndef IOMAP_FORK_H
#define IOMAP_FORK_H

#include "lib/process.h"

/* A number that no parent and no child of this program has. Async-signal-safe. */
unsigned program_generation(void);
/* From now on the child of a fork lets go of it. */
void program_owns(struct iomap_process *process);
void program_disowns(struct iomap_process *process);

#endif
