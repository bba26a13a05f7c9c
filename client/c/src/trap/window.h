/*
 * Windows: the ranges of the program's address space that are windows of a machine. A window is reserved without any
 * right (PROT_NONE), so every load and store in it traps.
 *
 * A table can be asked by any thread and in a signal handler, without a lock. Those that change it exclude each other,
 * and no signal is delivered to the thread meanwhile.
 */
#ifndef IOMAP_WINDOW_H
#define IOMAP_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct iomap_process;

/* What a load of several bytes is in the program. */
enum byte_order {
	VALUE_ORDER, /* the number that the big-endian processor of the machine loads */
	BUS_ORDER    /* the bytes as they lie in address order: what a PC loads of a PCI card */
};

struct window {
	uintptr_t start; /* in the program */
	size_t length;
	uint64_t address; /* of the same byte in the machine's process */
	struct iomap_process *process;
	enum byte_order order;
	int protection; /* PROT_READ | PROT_WRITE, as the program asked for */
	int file;	/* the descriptor's emulated file, for who made it; -1 for none */
};

/* A copy of the window that has this address. */
bool window_at(uintptr_t address, struct window *window);
/* A copy of the lowest window that has a byte of this range. */
bool window_first(uintptr_t start, size_t length, struct window *window);
/* Any window that has a byte of this range? */
bool window_overlaps(uintptr_t start, size_t length);
/* False when the table is full. The range must not overlap another one. */
bool window_add(const struct window *window);
/* Takes [start, start + length) out of all windows; parts that are left stay. False when the table is full. */
bool window_remove(uintptr_t start, size_t length);
/* mprotect(2) of a range: a window that it cuts becomes several. False when the table is full. */
bool window_protect(uintptr_t start, size_t length, int protection);
/* Calls visit for a copy of each window, in order of their addresses; windows that visit changes are not seen again. */
void window_each(void (*visit)(void *argument, const struct window *window), void *argument);

/*
 * The functions above speak of the program's own table. A tracer has one for each address space that it looks after:
 * window_use names the one that they speak of from now on in the whole tracer, null the first one again.
 */
struct window_table;
struct window_table *window_table_new(void);				  /* allocates; null: no memory */
struct window_table *window_table_copy(const struct window_table *table); /* as fork(2) does; allocates */
void window_table_free(struct window_table *table);
void window_use(struct window_table *table);

#endif
