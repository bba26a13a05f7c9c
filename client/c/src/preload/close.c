/* close(2), dup(2) and their relatives: which descriptors there are. */
#include <errno.h>
#include <limits.h>
#include <linux/close_range.h>
#include <stdarg.h>

#include "preload/descriptor.h"
#include "preload/process.h"
#include "preload/real.h"
#include "preload/stream.h"

INTERPOSED int close(int fd)
{
	if (descriptor_is_socket(fd)) {
		errno = EBADF;
		return -1;
	}
	descriptor_closed(fd);
	return real()->close(fd);
}

/* The part of close_range(2) that is on one side of the connection's socket. */
static int close_part(unsigned first, unsigned last, int flags)
{
	int result = first <= last ? real()->close_range(first, last, flags) : 0;

	if (result == 0 && !(flags & CLOSE_RANGE_CLOEXEC))
		for (unsigned fd = first; fd <= last && fd < TABLE_SIZE; fd++)
			descriptor_closed((int)fd);
	return result;
}

INTERPOSED int close_range(unsigned first, unsigned last, int flags)
{
	struct iomap_process *process = the_machine.process;
	unsigned socket = process && process_is_own() ? (unsigned)iomap_socket(process) : UINT_MAX;

	if (first > last || socket < first || socket > last || (flags & CLOSE_RANGE_CLOEXEC))
		return first > last ? real()->close_range(first, last, flags) : close_part(first, last, flags);
	if (socket > 0 && close_part(first, socket - 1, flags) < 0)
		return -1;
	return close_part(socket + 1, last, flags);
}

INTERPOSED void closefrom(int lowest)
{
	if (close_range(lowest < 0 ? 0 : (unsigned)lowest, UINT_MAX, 0) < 0)
		real()->closefrom(lowest);
}

INTERPOSED int dup(int fd)
{
	return descriptor_copied(fd, real()->dup(fd));
}

/* After dup2 and dup3: the standard streams follow their descriptors. */
static int replaced(int old, int fd)
{
	descriptor_copied(old, fd);
	if (fd >= 0 && fd <= STDERR_FILENO && fd != old)
		stream_follow(fd);
	return fd;
}

INTERPOSED int dup2(int old, int fd)
{
	if (descriptor_is_socket(fd)) {
		errno = EBADF;
		return -1;
	}
	return replaced(old, real()->dup2(old, fd));
}

INTERPOSED int dup3(int old, int fd, int flags)
{
	if (descriptor_is_socket(fd)) {
		errno = EBADF;
		return -1;
	}
	return replaced(old, real()->dup3(old, fd, flags));
}

static int duplicated(int fd, int command, int result)
{
	return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? descriptor_copied(fd, result) : result;
}

INTERPOSED int fcntl(int fd, int command, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return duplicated(fd, command, real()->fcntl(fd, command, argument));
}

INTERPOSED int fcntl64(int fd, int command, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return duplicated(fd, command, real()->fcntl64(fd, command, argument));
}
