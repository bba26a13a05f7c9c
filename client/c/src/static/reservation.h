/*
 * Addresses of the program that belong to the machine's mappings: reserved without any right, so that every load and
 * store in them traps. The program's thread makes the system calls for it.
 */
#ifndef IOMAP_RESERVATION_H
#define IOMAP_RESERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include "file/mapping.h"
#include "static/tracee.h"

uint64_t whole_pages(uint64_t length);

/* mmap(2) of mapping->length bytes with these flags besides; mapping is the tracee's note, for `finish'. */
void reservation_make(struct tracee *tracee, struct mapping *mapping, uint64_t wish, int flags,
		      void (*finish)(struct tracee *tracee));
/* munmap(2). */
void reservation_drop(struct tracee *tracee, uint64_t start, size_t length, void (*finish)(struct tracee *tracee));
/* Did that call fail? */
bool reservation_failed(const struct tracee *tracee);

/* What is reserved at mapping->start becomes the machine's. False: no room in the tables; it is abandoned. */
bool reservation_install(const struct mapping *mapping);
/* The machine's mappings in this range go, and at the machine too where `tell' says so; the addresses stay reserved. */
int reservation_forget(uint64_t start, size_t length, bool tell);

#endif
