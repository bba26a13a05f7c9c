/*
 * chdir(2) to a directory of the machine: the host's kernel knows nothing of it and stays where it was, so relative paths
 * are resolved here (place.c), and the new program after exec is told by a setting.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/real.h"

/* Without it in the headers, where no checks of the compiler are asked for. */
char *__getcwd_chk(char *into, size_t size, size_t room);

static int enter(const char *path)
{
	struct file_status status;

	if (file_status(&the_machine, path, true, &status) < 0)
		return -1;
	if (status.kind != FILE_DIRECTORY) {
		errno = ENOTDIR;
		return -1;
	}
	place_enter(path);
	return 0;
}

static int entered_host(int result)
{
	if (result == 0)
		place_enter(NULL);
	return result;
}

INTERPOSED int chdir(const char *path)
{
	struct place place;

	switch (place_find(&place, AT_FDCWD, path)) {
	case PLACE_MACHINE:
		return enter(place.resolved);
	case PLACE_UNKNOWN:
		return -1;
	default:
		return entered_host(real()->chdir(place.path));
	}
}

INTERPOSED int fchdir(int fd)
{
	struct file *file = descriptor_file(fd);
	int result;

	if (!file)
		return entered_host(real()->fchdir(fd));
	result = enter(file->path);
	file_release(file);
	return result;
}

INTERPOSED char *getcwd(char *into, size_t size)
{
	const char *directory = place_directory();
	size_t length = directory ? strlen(directory) + 1 : 0;

	if (!directory)
		return real()->getcwd(into, size);
	if (!into && size == 0)
		return strdup(directory);
	if (size < length) {
		errno = size == 0 ? EINVAL : ERANGE;
		return NULL;
	}
	if (!into)
		into = malloc(size);
	return into ? memcpy(into, directory, length) : NULL;
}

INTERPOSED char *__getcwd_chk(char *into, size_t size, size_t room)
{
	if (size > room)
		abort();
	return getcwd(into, size);
}

INTERPOSED char *get_current_dir_name(void)
{
	return getcwd(NULL, 0);
}
