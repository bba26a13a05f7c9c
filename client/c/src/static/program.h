/* What a tracer knows of its program: the machine that it is a process of, its descriptors and its mappings. */
#ifndef IOMAP_PROGRAM_H
#define IOMAP_PROGRAM_H

#include "file/file.h"
#include "file/machine.h"
#include "file/mapping.h"
#include "file/table.h"
#include "static/tracee.h"

extern struct machine program_machine;
extern struct table program_table;
extern struct mappings program_mappings;

/* The tracer is a child that was forked to trace a child of the program. */
void program_forked(void);
/* The program executes another one: its memory is gone, and the descriptors that were to be closed. */
void program_executed(void);
void program_ended(int status);

/*
 * Bytes of the program's memory, its windows included. How many could be copied; `from' may be another order
 * afterwards.
 */
size_t program_read(struct tracee *tracee, uint64_t from, void *into, size_t count);
size_t program_write(struct tracee *tracee, uint64_t to, void *from, size_t count);

/* The windows of the trap engine for what is mapped in this range. False when there is no room. */
bool program_trap(uintptr_t start, size_t length);

#endif
