/*
 * Copies between this library and memory that the program names: where the kernel would say EFAULT of it, so do they. No
 * part of what they copy may be in a window.
 */
#ifndef IOMAP_COPY_H
#define IOMAP_COPY_H

#include <stdbool.h>
#include <stddef.h>

/* False with EFAULT: not all of it could be copied. */
bool copy_from_program(void *to, const void *from, size_t count);
bool copy_to_program(void *to, const void *from, size_t count);

#endif
