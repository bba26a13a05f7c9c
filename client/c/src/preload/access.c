/* access(2), readlink(2), realpath(3), and extended attributes, of which the machine's files have none. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/real.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
ssize_t __readlink_chk(const char *path, char *into, size_t size, size_t room);
ssize_t __readlinkat_chk(int directory, const char *path, char *into, size_t size, size_t room);
char *__realpath_chk(const char *path, char *resolved, size_t room);

INTERPOSED int faccessat(int directory, const char *path, int mode, int flags)
{
	struct place place;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		return file_access(&the_machine, place.resolved, mode);
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->faccessat(place.directory, place.path, mode, flags);
	}
}

INTERPOSED int access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, 0);
}

INTERPOSED int euidaccess(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

INTERPOSED int eaccess(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

INTERPOSED ssize_t readlinkat(int directory, const char *restrict path, char *restrict into, size_t size)
{
	struct place place;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		return file_link(&the_machine, place.resolved, into, size);
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->readlinkat(place.directory, place.path, into, size);
	}
}

INTERPOSED ssize_t readlink(const char *restrict path, char *restrict into, size_t size)
{
	return readlinkat(AT_FDCWD, path, into, size);
}

INTERPOSED ssize_t __readlink_chk(const char *path, char *into, size_t size, size_t room)
{
	if (size > room)
		abort();
	return readlink(path, into, size);
}

INTERPOSED ssize_t __readlinkat_chk(int directory, const char *path, char *into, size_t size, size_t room)
{
	if (size > room)
		abort();
	return readlinkat(directory, path, into, size);
}

/* The machine's paths have no links in them that lead to another directory. */
INTERPOSED char *realpath(const char *restrict path, char *restrict resolved)
{
	struct place place;
	struct file_status status;

	switch (place_find(&place, AT_FDCWD, path)) {
	case PLACE_UNKNOWN:
		return NULL;
	case PLACE_HOST:
		return real()->realpath(place.path, resolved);
	default:
		break;
	}
	if (file_status(&the_machine, place.resolved, true, &status) < 0)
		return NULL;
	if (!resolved)
		return strdup(place.resolved);
	memcpy(resolved, place.resolved, strlen(place.resolved) + 1);
	return resolved;
}

INTERPOSED char *__realpath_chk(const char *path, char *resolved, size_t room)
{
	if (room < PATH_MAX)
		abort();
	return realpath(path, resolved);
}

INTERPOSED char *canonicalize_file_name(const char *path)
{
	return realpath(path, NULL);
}

/* Is it a file of the machine? Then errno says that it has no attributes. */
static bool has_none(struct place *place, const char *path)
{
	if (place_find(place, AT_FDCWD, path) == PLACE_MACHINE)
		errno = ENOTSUP;
	return place->owner != PLACE_HOST;
}

static bool descriptor_has_none(int fd)
{
	if (!descriptor_is_ours(fd))
		return false;
	errno = ENOTSUP;
	return true;
}

INTERPOSED ssize_t getxattr(const char *path, const char *name, void *value, size_t size)
{
	struct place place;

	return has_none(&place, path) ? -1 : real()->getxattr(place.path, name, value, size);
}

INTERPOSED ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)
{
	struct place place;

	return has_none(&place, path) ? -1 : real()->lgetxattr(place.path, name, value, size);
}

INTERPOSED ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)
{
	return descriptor_has_none(fd) ? -1 : real()->fgetxattr(fd, name, value, size);
}

INTERPOSED ssize_t listxattr(const char *path, char *list, size_t size)
{
	struct place place;

	return has_none(&place, path) ? -1 : real()->listxattr(place.path, list, size);
}

INTERPOSED ssize_t llistxattr(const char *path, char *list, size_t size)
{
	struct place place;

	return has_none(&place, path) ? -1 : real()->llistxattr(place.path, list, size);
}

INTERPOSED ssize_t flistxattr(int fd, char *list, size_t size)
{
	return descriptor_has_none(fd) ? -1 : real()->flistxattr(fd, list, size);
}
