/* open(2) and its relatives. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/real.h"
#include "preload/stream.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int directory, const char *path, int flags);
int __openat64_2(int directory, const char *path, int flags);

static int open_machine(const char *path, int flags)
{
	int error = errno, fd;
	struct file *file = file_open(&the_machine, path, flags);

	if (!file)
		return -1;
	fd = descriptor_new(file, flags);
	file_release(file);
	if (fd < 0)
		return -1;
	machine_tell("open %s: %d", path, fd);
	if (fd <= STDERR_FILENO)
		stream_follow(fd);
	errno = error;
	return fd;
}

/* Those through which a program opens again what it has open: /dev/stdin, /dev/fd/3, /proc/self/fd/3. */
static bool is_reopening(const char *path)
{
	return path_is_below(path, "/dev/fd") || path_is_below(path, "/proc/self/fd") ||
		strncmp(path, "/dev/std", 8) == 0;
}

static int open_any(int directory, const char *path, int flags, mode_t mode)
{
	struct place place;
	int fd;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		return open_machine(place.resolved, flags);
	case PLACE_UNKNOWN:
		return -1;
	default:
		/* A device file that the machine does not have: no program shall make one on the host by opening it. */
		if (path_owner(place.resolved) == PATH_EITHER)
			flags &= ~O_CREAT;
		fd = real()->openat64(place.directory, place.path, flags, mode);
		descriptor_closed(fd);
		return fd >= 0 && is_reopening(place.resolved) ? descriptor_adopt(fd) : fd;
	}
}

static bool has_mode(int flags)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

#define MODE_OF(flags, mode)                                            \
	do {                                                            \
		va_list arguments;                                      \
		va_start(arguments, flags);                             \
		mode = has_mode(flags) ? va_arg(arguments, mode_t) : 0; \
		va_end(arguments);                                      \
	} while (0)

INTERPOSED int open(const char *path, int flags, ...)
{
	mode_t mode;

	MODE_OF(flags, mode);
	return open_any(AT_FDCWD, path, flags, mode);
}

INTERPOSED int open64(const char *path, int flags, ...)
{
	mode_t mode;

	MODE_OF(flags, mode);
	return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

INTERPOSED int openat(int directory, const char *path, int flags, ...)
{
	mode_t mode;

	MODE_OF(flags, mode);
	return open_any(directory, path, flags, mode);
}

INTERPOSED int openat64(int directory, const char *path, int flags, ...)
{
	mode_t mode;

	MODE_OF(flags, mode);
	return open_any(directory, path, flags | O_LARGEFILE, mode);
}

INTERPOSED int __open_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

INTERPOSED int __open64_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags | O_LARGEFILE, 0);
}

INTERPOSED int __openat_2(int directory, const char *path, int flags)
{
	return open_any(directory, path, flags, 0);
}

INTERPOSED int __openat64_2(int directory, const char *path, int flags)
{
	return open_any(directory, path, flags | O_LARGEFILE, 0);
}

INTERPOSED int creat(const char *path, mode_t mode)
{
	return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

INTERPOSED int creat64(const char *path, mode_t mode)
{
	return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}
