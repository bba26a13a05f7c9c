/* read(2) and write(2) of any descriptor, into and from any buffer. */
#ifndef IOMAP_TRANSFER_H
#define IOMAP_TRANSFER_H

#include <stdint.h>
#include <sys/types.h>

/* As `offset': at the position of the descriptor, which moves on. */
#define AT_POSITION INT64_MIN

ssize_t transfer_read(int fd, void *into, size_t count, off64_t offset);
ssize_t transfer_write(int fd, const void *from, size_t count, off64_t offset);

#endif
