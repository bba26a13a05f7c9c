/*
 * What a program has mapped of the machine: by mmap(2) of /dev/mem, of a PCI resource or of another driver's device, and
 * by IOMAPMAP. This is the table of one program; the caller keeps the addresses of the program itself and the windows of
 * the trap engine in step with it.
 *
 * Making a mapping has two steps. mapping_ask() and mapping_ask_iomap() map it at the machine. The caller then reserves
 * addresses in the program, sets mapping->start, and calls mapping_add(); or, where it cannot, mapping_abandon().
 */
#ifndef IOMAP_MAPPING_H
#define IOMAP_MAPPING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trap/window.h"

struct file;

struct mapping {
	uintptr_t start;       /* in the program; 0 until it is reserved */
	size_t length;	       /* whole pages */
	uint64_t address;      /* of the same byte in the machine's process */
	uint64_t offset;       /* in the file, of its first byte */
	enum byte_order order; /* set by mapping_add */
	int protection, flags; /* as for mmap(2) on the host */
	bool iomap;	       /* made by IOMAPMAP */
	bool direct;	       /* memory of the machine, not to be trapped */
	struct file *file;     /* one user of it */
};

#define MAPPINGS 1024

struct mappings {
	pthread_mutex_t lock;
	unsigned count;
	struct mapping at[MAPPINGS]; /* by ascending start, no two overlap */
};
#define MAPPINGS_INITIAL                          \
	{                                         \
		.lock = PTHREAD_MUTEX_INITIALIZER \
	}

/* mmap(2) at the machine, of `length' bytes rounded up to pages. 0, or -1 with errno. */
int mapping_ask(struct file *file, size_t length, int protection, int flags, uint64_t offset, struct mapping *mapping);
/* IOMAPMAP at the machine. `wish' is the program's argument; mapping->address is where it is. */
int mapping_ask_iomap(struct file *file, uint64_t wish, struct mapping *mapping);
/* Will all its bytes lie as on the bus, so that memory of the machine can stand for it? */
bool mapping_is_bus_ordered(const struct mapping *mapping);
/* Takes it away again at the machine. errno stays. */
void mapping_abandon(struct mapping *mapping);

/*
 * It is reserved at mapping->start: into the table, which has the file's user from now on. It becomes several mappings
 * where the byte order changes in the middle. -1 with ENOMEM when the table is full; it is abandoned then.
 */
int mapping_add(struct mappings *mappings, const struct mapping *mapping);
/* The first mapping that ends above `start'. */
bool mapping_next(struct mappings *mappings, uintptr_t start, struct mapping *mapping);
bool mapping_overlaps(struct mappings *mappings, uintptr_t start, size_t length);
/*
 * A mapping that overlaps by the machine's addresses, of one connection: after an IOMAPMAP whatever was there before is gone from the
 * machine (rule 19), or is the very same mapping (rule 12).
 */
bool mapping_at_machine(struct mappings *mappings, uint64_t address, size_t length, struct mapping *mapping);
/* Takes this range out of the table, and of the machine where `tell' says so; parts outside of it stay. */
int mapping_remove(struct mappings *mappings, uintptr_t start, size_t length, bool tell);
/* munmap(2) may not take away what IOMAPMAP made (rule 18). */
bool mapping_has_iomap(struct mappings *mappings, uintptr_t start, size_t length);
/* IOMAPUNMAP at the machine. What it made stays in the table: mapping_of_iomap() finds it, to be removed. */
int mapping_unmap_iomap(struct file *file);
bool mapping_of_iomap(struct mappings *mappings, const struct file *file, struct mapping *mapping);
/* mprotect(2): EACCES when the file was opened for less. */
int mapping_protect(struct mappings *mappings, uintptr_t start, size_t length, int protection);

/*
 * What the table needs of the machine. A part of a mapping is unmapped there; its file is opened again for it where it was
 * closed. The order of a mapping's first bytes goes to mapping->order, and for how many bytes it holds is returned. A
 * mapping is made again by another process of the machine.
 */
void mapping_unmap(const struct mapping *mapping);
uint64_t mapping_order(struct mapping *mapping);
void mapping_map_again(struct mapping *mapping);

/* In a child of fork(2): maps everything again at the machine, as another process of it; starts stay. */
void mapping_inherit(struct mappings *mappings);

#endif
