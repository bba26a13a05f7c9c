/* stat(2) and its relatives. */
#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/real.h"

/* Programs that were linked before glibc 2.33 call these. */
int __xstat(int version, const char *path, struct stat *status);
int __lxstat(int version, const char *path, struct stat *status);
int __fxstat(int version, int fd, struct stat *status);
int __fxstatat(int version, int directory, const char *path, struct stat *status, int flags);
int __xstat64(int version, const char *path, struct stat64 *status);
int __lxstat64(int version, const char *path, struct stat64 *status);
int __fxstat64(int version, int fd, struct stat64 *status);
int __fxstatat64(int version, int directory, const char *path, struct stat64 *status, int flags);

static int fill(const char *path, bool follow, struct stat64 *status)
{
	struct file_status found;

	if (file_status(&the_machine, path, follow, &found) < 0)
		return -1;
	file_fill_stat(&found, status);
	return 0;
}

static int by_descriptor(int fd, struct stat64 *status)
{
	struct file *file = descriptor_file(fd);
	int result;

	if (!file)
		return real()->fstat64(fd, status);
	result = fill(file->path, true, status);
	file_release(file);
	return result;
}

static bool names_descriptor(const char *path, int flags)
{
	return (flags & AT_EMPTY_PATH) && (!path || !*path);
}

static int by_path(int directory, const char *path, struct stat64 *status, int flags)
{
	struct place place;

	if (names_descriptor(path, flags) && descriptor_is_ours(directory))
		return by_descriptor(directory, status);
	switch (place_find(&place, directory, path)) {
	case PLACE_MACHINE:
		return fill(place.resolved, !(flags & AT_SYMLINK_NOFOLLOW), status);
	case PLACE_UNKNOWN:
		return -1;
	default:
		return real()->fstatat64(place.directory, place.path, status, flags);
	}
}

/* To the structure of programs that were compiled without large files; where off_t has 8 bytes it is the same. */
static int narrow(int result, const struct stat64 *from, struct stat *to)
{
	if (result < 0)
		return result;
	memset(to, 0, sizeof(*to));
	to->st_dev = from->st_dev;
	to->st_ino = (ino_t)from->st_ino;
	to->st_mode = from->st_mode;
	to->st_nlink = from->st_nlink;
	to->st_uid = from->st_uid;
	to->st_gid = from->st_gid;
	to->st_rdev = from->st_rdev;
	to->st_size = (off_t)from->st_size;
	to->st_blksize = from->st_blksize;
	to->st_blocks = (blkcnt_t)from->st_blocks;
	to->st_atim = from->st_atim;
	to->st_mtim = from->st_mtim;
	to->st_ctim = from->st_ctim;
	return 0;
}

INTERPOSED int fstatat64(int directory, const char *path, struct stat64 *status, int flags)
{
	return by_path(directory, path, status, flags);
}

INTERPOSED int stat64(const char *path, struct stat64 *status)
{
	return by_path(AT_FDCWD, path, status, 0);
}

INTERPOSED int lstat64(const char *path, struct stat64 *status)
{
	return by_path(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

INTERPOSED int fstat64(int fd, struct stat64 *status)
{
	return by_descriptor(fd, status);
}

INTERPOSED int fstatat(int directory, const char *path, struct stat *status, int flags)
{
	struct stat64 large;

	return narrow(by_path(directory, path, &large, flags), &large, status);
}

INTERPOSED int stat(const char *path, struct stat *status)
{
	return fstatat(AT_FDCWD, path, status, 0);
}

INTERPOSED int lstat(const char *path, struct stat *status)
{
	return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

INTERPOSED int fstat(int fd, struct stat *status)
{
	struct stat64 large;

	return narrow(by_descriptor(fd, &large), &large, status);
}

INTERPOSED int __xstat(int version, const char *path, struct stat *status)
{
	(void)version;
	return stat(path, status);
}

INTERPOSED int __lxstat(int version, const char *path, struct stat *status)
{
	(void)version;
	return lstat(path, status);
}

INTERPOSED int __fxstat(int version, int fd, struct stat *status)
{
	(void)version;
	return fstat(fd, status);
}

INTERPOSED int __fxstatat(int version, int directory, const char *path, struct stat *status, int flags)
{
	(void)version;
	return fstatat(directory, path, status, flags);
}

INTERPOSED int __xstat64(int version, const char *path, struct stat64 *status)
{
	(void)version;
	return stat64(path, status);
}

INTERPOSED int __lxstat64(int version, const char *path, struct stat64 *status)
{
	(void)version;
	return lstat64(path, status);
}

INTERPOSED int __fxstat64(int version, int fd, struct stat64 *status)
{
	(void)version;
	return fstat64(fd, status);
}

INTERPOSED int __fxstatat64(int version, int directory, const char *path, struct stat64 *status, int flags)
{
	(void)version;
	return fstatat64(directory, path, status, flags);
}

static struct statx_timestamp timestamp(struct timespec time)
{
	return (struct statx_timestamp){ .tv_sec = time.tv_sec, .tv_nsec = (uint32_t)time.tv_nsec };
}

static void fill_statx(const struct stat64 *from, struct statx *to)
{
	memset(to, 0, sizeof(*to));
	to->stx_mask = STATX_BASIC_STATS;
	to->stx_blksize = (uint32_t)from->st_blksize;
	to->stx_nlink = (uint32_t)from->st_nlink;
	to->stx_uid = from->st_uid;
	to->stx_gid = from->st_gid;
	to->stx_mode = (uint16_t)from->st_mode;
	to->stx_ino = from->st_ino;
	to->stx_size = (uint64_t)from->st_size;
	to->stx_atime = timestamp(from->st_atim);
	to->stx_mtime = timestamp(from->st_mtim);
	to->stx_ctime = timestamp(from->st_ctim);
	to->stx_rdev_major = major(from->st_rdev);
	to->stx_rdev_minor = minor(from->st_rdev);
	to->stx_dev_major = major(from->st_dev);
	to->stx_dev_minor = minor(from->st_dev);
}

INTERPOSED int statx(int directory, const char *path, int flags, unsigned mask, struct statx *status)
{
	struct place place;
	struct stat64 found;
	int result;

	if (names_descriptor(path, flags) && descriptor_is_ours(directory))
		result = by_descriptor(directory, &found);
	else if (place_find(&place, directory, path) == PLACE_UNKNOWN)
		return -1;
	else if (place.owner == PLACE_MACHINE)
		result = fill(place.resolved, !(flags & AT_SYMLINK_NOFOLLOW), &found);
	else
		return real()->statx(place.directory, place.path, flags, mask, status);
	if (result == 0)
		fill_statx(&found, status);
	return result;
}
