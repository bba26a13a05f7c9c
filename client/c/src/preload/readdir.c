/* opendir(3) and its relatives, and what finds its way through directories: scandir(3), glob(3), chdir(2). */
#include <errno.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/directory.h"
#include "preload/place.h"
#include "preload/real.h"

#define DEVICES "/dev"

/* /dev has the machine's files beside the host's. */
static DIR *with_devices(DIR *host, const char *path)
{
	struct directory *both = host && strcmp(path, DEVICES) == 0 ? directory_merge(host) : NULL;

	return both ? (DIR *)both : host;
}

static DIR *open_machine(const char *path)
{
	int fd = open64(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct directory *directory = fd < 0 ? NULL : directory_open(path, fd);

	if (fd >= 0 && !directory)
		close(fd);
	return (DIR *)directory;
}

INTERPOSED DIR *opendir(const char *path)
{
	struct place place;

	switch (place_find(&place, AT_FDCWD, path)) {
	case PLACE_MACHINE:
		return open_machine(place.resolved);
	case PLACE_UNKNOWN:
		return NULL;
	default:
		return with_devices(real()->opendir(place.path), place.resolved);
	}
}

INTERPOSED DIR *fdopendir(int fd)
{
	struct file *file = descriptor_file(fd);
	struct place place;
	DIR *stream = NULL;

	if (!file) {
		place_find(&place, fd, ".");
		return with_devices(real()->fdopendir(fd), place.resolved);
	}
	if (file->kind == FILE_DIRECTORY)
		stream = (DIR *)directory_open(file->path, fd);
	else
		errno = ENOTDIR;
	file_release(file);
	return stream;
}

INTERPOSED int closedir(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	return directory ? directory_close(directory) : real()->closedir(stream);
}

INTERPOSED struct dirent64 *readdir64(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	return directory ? directory_read(directory) : real()->readdir64(stream);
}

/* To the structure of programs that were compiled without large files; where ino_t has 8 bytes it is the same. */
static struct dirent *narrow(const struct dirent64 *from)
{
	static _Thread_local struct dirent to;

	if (!from)
		return NULL;
	to.d_ino = (ino_t)from->d_ino;
	to.d_off = (off_t)from->d_off;
	to.d_reclen = sizeof(to);
	to.d_type = from->d_type;
	memcpy(to.d_name, from->d_name, sizeof(to.d_name));
	return &to;
}

INTERPOSED struct dirent *readdir(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	return directory ? narrow(directory_read(directory)) : real()->readdir(stream);
}

INTERPOSED void rewinddir(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	if (directory)
		directory_rewind(directory);
	else
		real()->rewinddir(stream);
}

INTERPOSED long telldir(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	return directory ? directory_tell(directory) : real()->telldir(stream);
}

INTERPOSED void seekdir(DIR *stream, long place)
{
	struct directory *directory = directory_of(stream);

	if (directory)
		directory_seek(directory, place);
	else
		real()->seekdir(stream, place);
}

INTERPOSED int dirfd(DIR *stream)
{
	struct directory *directory = directory_of(stream);

	return directory ? directory_descriptor(directory) : real()->dirfd(stream);
}
