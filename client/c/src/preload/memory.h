/* What of the machine is mapped in this program. */
#ifndef IOMAP_MEMORY_H
#define IOMAP_MEMORY_H

#include <stdint.h>

struct file;

/* IOMAPMAP and IOMAPUNMAP. *address: in, the program's wish; out, where it is. */
int memory_map_iomap(struct file *file, uint64_t *address);
int memory_unmap_iomap(struct file *file);
/* In a child of fork(2): the same windows at the same addresses, as another process of the machine. */
void memory_inherit(void);

#endif
