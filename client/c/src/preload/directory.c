/* Directories that are not the host's alone. */
#include "preload/directory.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "preload/descriptor.h"
#include "preload/real.h"

/* How many can be read at the same time. */
#define DIRECTORIES 256
#define DEVICES "/dev"

struct directory {
	char path[PATH_LENGTH];
	DIR *host; /* of /dev; else null */
	int fd;
	bool failed; /* while the names are collected: no memory */
	char **names;
	size_t count, room, next;
	struct dirent64 entry;
};

static struct directory *_Atomic all[DIRECTORIES];

struct directory *directory_of(DIR *stream)
{
	for (int i = 0; i < DIRECTORIES; i++)
		if ((void *)all[i] == stream && stream)
			return all[i];
	return NULL;
}

static bool replace(struct directory *old, struct directory *new)
{
	for (int i = 0; i < DIRECTORIES; i++) {
		struct directory *expected = old;

		if (atomic_compare_exchange_strong(&all[i], &expected, new))
			return true;
	}
	errno = EMFILE;
	return false;
}

static bool has(const struct directory *directory, const char *name)
{
	for (size_t i = 0; i < directory->count; i++)
		if (strcmp(directory->names[i], name) == 0)
			return true;
	return false;
}

static void add(struct directory *directory, const char *name)
{
	char *copy;

	if (has(directory, name))
		return;
	if (directory->count == directory->room) {
		size_t room = 2 * directory->room + 16;
		char **names = realloc(directory->names, room * sizeof(*names));

		if (names) {
			directory->names = names;
			directory->room = room;
		}
	}
	copy = directory->count < directory->room ? strdup(name) : NULL;
	if (copy)
		directory->names[directory->count++] = copy;
	else
		directory->failed = true;
}

static void forget_names(struct directory *directory)
{
	for (size_t i = 0; i < directory->count; i++)
		free(directory->names[i]);
	directory->count = 0;
	directory->next = 0;
	directory->failed = false;
}

/* Of /dev, those device files of the machine that a program finds there. */
static int visit(void *argument, const char *name)
{
	struct directory *directory = argument;
	char path[PATH_LENGTH];

	if (directory->host) {
		snprintf(path, sizeof(path), DEVICES "/%s", name);
		if (path_owner(path) == PATH_HOST)
			return 0;
	}
	add(directory, name);
	return 0;
}

/* 0, or -1 with errno. */
static int collect(struct directory *directory)
{
	struct iomap_process *process = machine_process(&the_machine);
	struct dirent64 *entry;

	forget_names(directory);
	add(directory, ".");
	add(directory, "..");
	while (directory->host && (entry = real()->readdir64(directory->host)))
		add(directory, entry->d_name);
	if (!process || iomap_readdir(process, directory->path, visit, directory) < 0)
		return directory->host ? 0 : -1;
	if (directory->failed)
		errno = ENOMEM;
	return directory->failed ? -1 : 0;
}

static void destroy(struct directory *directory)
{
	int error = errno;

	forget_names(directory);
	free(directory->names);
	free(directory);
	errno = error;
}

static struct directory *make(const char *path, DIR *host, int fd)
{
	struct directory *directory = calloc(1, sizeof(*directory));

	if (!directory)
		return NULL;
	snprintf(directory->path, sizeof(directory->path), "%s", path);
	directory->host = host;
	directory->fd = fd;
	if (collect(directory) == 0 && replace(NULL, directory))
		return directory;
	destroy(directory);
	return NULL;
}

struct directory *directory_open(const char *path, int fd)
{
	return make(path, NULL, fd);
}

struct directory *directory_merge(DIR *host)
{
	return make(DEVICES, host, real()->dirfd(host));
}

int directory_close(struct directory *directory)
{
	int result = directory->host ? real()->closedir(directory->host) : close(directory->fd);

	replace(directory, NULL);
	destroy(directory);
	return result;
}

/* What programs look at to save a stat(2). */
static unsigned char type_of(const struct directory *directory, const char *name)
{
	char path[2 * PATH_LENGTH];
	struct stat64 status;

	snprintf(path, sizeof(path), "%s/%s", directory->path, name);
	return lstat64(path, &status) == 0 ? (unsigned char)IFTODT(status.st_mode) : DT_UNKNOWN;
}

struct dirent64 *directory_read(struct directory *directory)
{
	struct dirent64 *entry = &directory->entry;

	if (directory->next >= directory->count)
		return NULL;
	snprintf(entry->d_name, sizeof(entry->d_name), "%s", directory->names[directory->next]);
	entry->d_ino = directory->next + 1;
	entry->d_off = (off64_t)++directory->next;
	entry->d_reclen = sizeof(*entry);
	entry->d_type = type_of(directory, entry->d_name);
	return entry;
}

void directory_rewind(struct directory *directory)
{
	if (directory->host)
		real()->rewinddir(directory->host);
	collect(directory);
}

long directory_tell(const struct directory *directory)
{
	return (long)directory->next;
}

void directory_seek(struct directory *directory, long place)
{
	if (place >= 0 && (size_t)place <= directory->count)
		directory->next = (size_t)place;
}

int directory_descriptor(const struct directory *directory)
{
	return directory->fd;
}
