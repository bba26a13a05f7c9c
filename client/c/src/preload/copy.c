/* Memory of the program, with the rights that the kernel finds it has: process_vm_readv(2) of this very thread. */
#include "preload/copy.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

typedef ssize_t transfer(pid_t process, const struct iovec *here, unsigned long here_count, const struct iovec *there,
			 unsigned long there_count, unsigned long flags);

#define LOWEST 4096 /* no memory of a program is below: a pointer that is null, or nearly so */

/* Where there is no such call (QEMU 7.2), or where it is forbidden: as if all others were good. */
static bool is_missing(int error)
{
	return error == ENOSYS || error == EPERM;
}

static bool copy(transfer *move, void *own, void *program, size_t count, void *to, const void *from)
{
	struct iovec here = { own, count }, there = { program, count };
	int error = errno;
	ssize_t done = count == 0 ? 0 : move(gettid(), &here, 1, &there, 1, 0);

	if (done < 0 && is_missing(errno) && (uintptr_t)program >= LOWEST) {
		errno = error;
		memcpy(to, from, count);
		return true;
	}
	errno = done == (ssize_t)count ? error : EFAULT;
	return done == (ssize_t)count;
}

bool copy_from_program(void *to, const void *from, size_t count)
{
	return copy(process_vm_readv, to, (void *)(uintptr_t)from, count, to, from);
}

bool copy_to_program(void *to, const void *from, size_t count)
{
	return copy(process_vm_writev, (void *)(uintptr_t)from, to, count, to, from);
}
