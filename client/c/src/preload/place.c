/* Where a path of the program leads. */
#include "preload/place.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "file/setting.h"
#include "preload/descriptor.h"
#include "preload/real.h"

/* A program that is started in a directory of the machine finds its name here. */
#define DIRECTORY "IOMAP_DIRECTORY"

const char *place_directory(void)
{
	return setting_get(DIRECTORY);
}

void place_enter(const char *path)
{
	if (path || place_directory())
		setting_set(DIRECTORY, path);
}

/* The host's name of a directory that the program has open. */
static bool host_directory(int fd, char name[PATH_SIZE])
{
	char link[40];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/thread-self/fd/%d", fd);
	length = real()->readlinkat(AT_FDCWD, link, name, PATH_SIZE - 1);
	if (length < 0)
		return false;
	name[length] = '\0';
	return name[0] == '/';
}

/* What a relative path is relative to. *machine: it is a directory of the machine. */
static bool base(int directory, char name[PATH_SIZE], bool *machine)
{
	const char *own = directory == AT_FDCWD ? place_directory() : NULL;
	struct file *file = directory == AT_FDCWD ? NULL : descriptor_file(directory);
	bool found = true;

	*machine = own || file;
	if (own || file)
		snprintf(name, PATH_SIZE, "%s", own ? own : file->path);
	else if (directory == AT_FDCWD)
		found = real()->getcwd(name, PATH_SIZE);
	else
		found = host_directory(directory, name);
	if (file)
		file_release(file);
	return found;
}

enum place_owner place_find(struct place *place, int directory, const char *path)
{
	char name[PATH_SIZE] = "/";
	bool machine = false;
	int error = errno;
	int owns = 0;

	place->owner = PLACE_HOST;
	place->directory = directory;
	place->path = path;
	place->resolved[0] = '\0';
	if (!path || !*path)
		return PLACE_HOST;
	if ((path[0] == '/' || base(directory, name, &machine)) && path_resolve(name, path, place->resolved))
		owns = machine_owns(&the_machine, place->resolved);
	if (owns > 0)
		place->owner = PLACE_MACHINE;
	if (owns < 0) {
		place->owner = PLACE_UNKNOWN;
		errno = ENXIO;
		return PLACE_UNKNOWN;
	}
	if (machine) {
		place->directory = AT_FDCWD;
		place->path = place->resolved;
	}
	errno = error;
	return place->owner;
}
