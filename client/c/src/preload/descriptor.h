/*
 * The descriptors of this program that are the machine's.
 *
 * Each is a descriptor of the host, too: of a memory file (memfd_create(2)) that nobody else has, named
 * "iomap:KIND:/path". The host's kernel then keeps what it keeps best: access mode, O_NONBLOCK, the position, who shares
 * them after dup and fork, and FD_CLOEXEC. After exec the new program finds its descriptors by that name. The memory
 * file has the contents of a text and the size of a PCI resource, for those who read it behind this library's back.
 */
#ifndef IOMAP_DESCRIPTOR_H
#define IOMAP_DESCRIPTOR_H

#include <stdbool.h>

#include "file/file.h"
#include "file/mapping.h"
#include "file/table.h"

extern struct machine the_machine;
extern struct table the_table;
extern struct mappings the_mappings;

/* The file that a descriptor names, for the caller to file_release(); null when it is the host's. */
struct file *descriptor_file(int fd);
bool descriptor_is_ours(int fd);
/* A new descriptor for a file that the caller has open, with these flags of open(2); -1 with errno. */
int descriptor_new(struct file *file, int flags);
/* `fd' is a new descriptor of the host for what `old' names; it may not be the machine's. Returns fd. */
int descriptor_copied(int old, int fd);
/* `fd' was just opened on the host: when it is one of those memory files, it is the machine's. Returns fd. */
int descriptor_adopt(int fd);
/* `fd' is closed. */
void descriptor_closed(int fd);
/* Is it the socket of the connection? Programs that close everything must not close it. */
bool descriptor_is_socket(int fd);
/* The contents of a text have changed. */
void descriptor_refresh(int fd, const struct file *file);
/* After exec: all that are open. */
void descriptor_inherit(void);

#endif
