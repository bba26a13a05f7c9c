/* Descriptor numbers as on POSIX, the lowest free one from 3 on. The service knows handles only: RQ-3. */
#ifndef IOMAP_DESCRIPTOR_H
#define IOMAP_DESCRIPTOR_H

#include "lib/process.h"

/* The number of a new handle, -1 with EMFILE noted. */
int descriptor_add(struct iomap_process *process, uint64_t handle);
/* 0 for a number that stands for nothing: the service answers EBADF. */
uint64_t descriptor_handle(struct iomap_process *process, int fd);
void descriptor_remove(struct iomap_process *process, int fd, uint64_t handle);
/* The number of a handle, -1 for none. With the lock state. */
int descriptor_number(const struct iomap_process *process, uint64_t handle);
/* Another process begins. */
void descriptors_clear(struct iomap_process *process);

#endif
