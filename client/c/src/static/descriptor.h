/*
 * The program's descriptors that are the machine's. As under the preload library (preload/descriptor.h), each is a
 * memory file of the host, named "iomap:KIND:/path", so that the kernel keeps access mode, position, and who shares
 * them.
 */
#ifndef IOMAP_STATIC_DESCRIPTOR_H
#define IOMAP_STATIC_DESCRIPTOR_H

#include "file/file.h"

/*
 * A memory file for it, as a descriptor of the tracer: of which the program can open its own through /proc. -1:
 * errno.
 */
int descriptor_memory(const struct file *file);
/* The contents of a text have changed; `fd' is the tracer's. */
void descriptor_fill(int fd, const struct file *file);
/* The program has now `fd' for what it has `old' for. */
void descriptor_copied(int old, int fd);
/* `fd' was just opened on the host: when it is one of those memory files, it is the machine's. */
void descriptor_adopt(int fd);
/* The program begins: what it inherited from one that ran under the preload library. */
void descriptor_inherit(void);
/* It executed another program: what was to be closed then, is. */
void descriptor_executed(void);
/*
 * A descriptor of the program as one of the tracer: the same open file, so the same position. -1 with errno.
 */
int descriptor_borrow(int fd);
/* In a tracer that was forked: what it borrows is another program's from now on. */
void descriptor_forked(void);

#endif
