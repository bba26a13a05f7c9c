/* What of the machine is mapped in this program. */
#ifndef IOMAP_MEMORY_H
#define IOMAP_MEMORY_H

#include <stdint.h>

struct file;

/* IOMAPMAP and IOMAPUNMAP. *address: in, the program's wish; out, where it is. */
int memory_map_iomap(struct file *file, uint64_t *address);
int memory_unmap_iomap(struct file *file);

#endif
