/*
 * The system calls of the host that the library makes, made directly: where the C library's functions of these names
 * are replaced in a program, as `iomap run' does, the replacements must never be in the way.
 */
#ifndef IOMAP_HOST_H
#define IOMAP_HOST_H

#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

int host_open(const char *path, int flags);
ssize_t host_read(int fd, void *into, size_t count);
ssize_t host_write(int fd, const void *from, size_t count);
int host_close(int fd);
/* Moves a descriptor to the lowest free one that is at least this, and returns that; fd itself where that fails. */
int host_move(int fd, int lowest);
/* Shared memory of a file; MAP_FAILED as mmap(2). offset is a multiple of 4,096. */
void *host_map(int fd, uint64_t offset, size_t length, int protection);
/* The signals that this thread blocks, as pthread_sigmask(3). */
void host_mask(int how, const sigset_t *set, sigset_t *before);
/* Nanoseconds of a clock that only grows. */
uint64_t host_nanos(void);

#endif
