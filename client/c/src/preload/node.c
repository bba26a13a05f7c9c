/* mknod(2), unlink(2), chmod(2), chown(2), rename(2): what changes the names and rights of the machine's files. */
#include <errno.h>
#include <sys/sysmacros.h>

#include <iomap/iomap.h>

#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/real.h"

/* Programs that were linked before glibc 2.33 call these. */
int __xmknod(int version, const char *path, mode_t mode, dev_t *device);
int __xmknodat(int version, int directory, const char *path, mode_t mode, dev_t *device);

#define MAJOR_SHIFT 24
#define MINOR_MASK 0xFFFFFFu

/* A device file in /dev that is not one of those that every program needs of its host is to be the machine's. */
static bool is_to_be_the_machines(const struct place *place, mode_t mode)
{
	return S_ISCHR(mode) && path_owner(place->resolved) != PATH_HOST;
}

INTERPOSED int mknodat(int directory, const char *path, mode_t mode, dev_t device)
{
	struct iomap_process *process;
	struct place place;

	if (place_find(&place, directory, path) == PLACE_UNKNOWN)
		return -1;
	if (place.owner == PLACE_HOST && !is_to_be_the_machines(&place, mode))
		return real()->mknodat(place.directory, place.path, mode, device);
	process = machine_process(&the_machine);
	return process ? iomap_mknod(process, place.resolved, mode,
				     major(device) << MAJOR_SHIFT | (minor(device) & MINOR_MASK))
		       : -1;
}

INTERPOSED int mknod(const char *path, mode_t mode, dev_t device)
{
	return mknodat(AT_FDCWD, path, mode, device);
}

INTERPOSED int __xmknod(int version, const char *path, mode_t mode, dev_t *device)
{
	(void)version;
	return mknod(path, mode, *device);
}

INTERPOSED int __xmknodat(int version, int directory, const char *path, mode_t mode, dev_t *device)
{
	(void)version;
	return mknodat(directory, path, mode, *device);
}

INTERPOSED int unlinkat(int directory, const char *path, int flags)
{
	struct place place;
	struct iomap_process *process;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		process = machine_process(&the_machine);
		return process ? iomap_unlink(process, place.resolved) : -1;
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->unlinkat(place.directory, place.path, flags);
	}
}

INTERPOSED int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

INTERPOSED int remove(const char *path)
{
	struct place place;

	return place_find(&place, AT_FDCWD, path) == PLACE_HOST ? real()->remove(place.path) : unlink(path);
}

INTERPOSED int fchmodat(int directory, const char *path, mode_t mode, int flags)
{
	struct place place;
	struct iomap_process *process;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		process = machine_process(&the_machine);
		return process ? iomap_chmod(process, place.resolved, mode) : -1;
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->fchmodat(place.directory, place.path, mode, flags);
	}
}

INTERPOSED int chmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode, 0);
}

INTERPOSED int fchownat(int directory, const char *path, uid_t uid, gid_t gid, int flags)
{
	struct place place;
	struct iomap_process *process;

	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		process = machine_process(&the_machine);
		return process ? iomap_chown(process, place.resolved, uid, gid) : -1;
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->fchownat(place.directory, place.path, uid, gid, flags);
	}
}

INTERPOSED int chown(const char *path, uid_t uid, gid_t gid)
{
	return fchownat(AT_FDCWD, path, uid, gid, 0);
}

INTERPOSED int lchown(const char *path, uid_t uid, gid_t gid)
{
	return fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW);
}

/* The machine's files keep their names, and nothing of the host's takes one. */
INTERPOSED int renameat2(int old_directory, const char *old, int new_directory, const char *new, unsigned flags)
{
	struct place from, to;

	place_find(&from, old_directory, old);
	place_find(&to, new_directory, new);
	if (from.owner == PLACE_HOST && to.owner == PLACE_HOST)
		return flags ? real()->renameat2(from.directory, from.path, to.directory, to.path, flags)
			     : real()->renameat(from.directory, from.path, to.directory, to.path);
	errno = from.owner == PLACE_HOST ? EXDEV : EPERM;
	return -1;
}

INTERPOSED int renameat(int old_directory, const char *old, int new_directory, const char *new)
{
	return renameat2(old_directory, old, new_directory, new, 0);
}

INTERPOSED int rename(const char *old, const char *new)
{
	return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}
