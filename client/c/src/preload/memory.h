/*
 * What of the machine is mapped in this program: the addresses it takes there, the windows in which loads and stores trap,
 * and the mappings at the machine, in step with each other.
 */
#ifndef IOMAP_MEMORY_H
#define IOMAP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "file/mapping.h"

#define MEMORY_PAGE 4096u

/* Bytes of the whole pages that so many bytes take. */
size_t memory_pages(size_t length);
/*
 * Takes addresses of the program, without any right: everything in them traps. `flags' are those of mmap(2) that say
 * where. False with errno.
 */
bool memory_reserve(struct mapping *mapping, void *wish, int flags);
/* What is reserved at mapping->start becomes the machine's; or false with errno, and nothing is left of it. */
bool memory_install(struct mapping *mapping);
/* The machine's mappings in this range go, there too where `tell' says so; the addresses stay reserved. -1 with errno. */
int memory_forget(uintptr_t start, size_t length, bool tell);

/* IOMAPMAP and IOMAPUNMAP. *address: in, the program's wish; out, where it is. */
int memory_map_iomap(struct file *file, uint64_t *address);
int memory_unmap_iomap(struct file *file);

#endif
