/*
 * A buffer in a window, for a system call: the host's kernel would find pages without any right and fail with EFAULT. So
 * the bytes take the way over a buffer of this library. What they are on the bus: words of 4 bytes where they are
 * aligned, bytes at ragged edges, as a copy by the program itself.
 *
 * `always': of a buffer in no window as well. It is not the kernel that fills it then, and the program may have no right
 * to it, which must be EFAULT and no fault in the midst of this library.
 */
#ifndef IOMAP_BOUNCE_H
#define IOMAP_BOUNCE_H

#include <stdbool.h>
#include <stddef.h>

struct bounce {
	void *data; /* to be given to the call */
	void *own;  /* allocated, or null when the program's buffer is good as it is */
	void *program;
};

/* A buffer to be written from; false with EFAULT or ENOMEM. */
bool bounce_from(struct bounce *bounce, const void *program, size_t count, bool always);
/* A buffer to be read into. */
bool bounce_into(struct bounce *bounce, void *program, size_t count, bool always);
/* After the call: `count' bytes were read into it. False with EFAULT. */
bool bounce_store(struct bounce *bounce, size_t count);
/* errno stays. */
void bounce_end(struct bounce *bounce);

#endif
