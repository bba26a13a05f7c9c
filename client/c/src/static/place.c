/* Where a path of the program leads. */
#include "static/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/setting.h"
#include "static/program.h"

/* A program that was started by another in a directory of the machine finds its name here. */
#define DIRECTORY "IOMAP_DIRECTORY"

bool place_link(pid_t tid, const char *name, char into[PATH_SIZE])
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/%s", tid, name);
	length = readlink(link, into, PATH_SIZE - 1);
	if (length == -1)
		return false;
	into[length] = '\0';
	return into[0] == '/';
}

const char *place_directory(void)
{
	return setting_get(DIRECTORY);
}

void place_enter(const char *path)
{
	if (path || place_directory())
		setting_set(DIRECTORY, path);
}

/* What a relative path is relative to. *machine: it is a directory of the machine. */
static bool base(const struct tracee *tracee, int directory, char name[PATH_SIZE], bool *machine)
{
	const char *own = place_directory();
	char number[32];
	struct file *file;

	if (directory == AT_FDCWD && own) {
		snprintf(name, PATH_SIZE, "%s", own);
		*machine = true;
		return true;
	}
	if (directory == AT_FDCWD)
		return place_link(tracee->tid, "cwd", name);
	file = table_get(&program_table, directory);
	if (file) {
		snprintf(name, PATH_SIZE, "%s", file->path);
		file_release(file);
		*machine = true;
		return true;
	}
	snprintf(number, sizeof(number), "fd/%d", directory);
	return place_link(tracee->tid, number, name);
}

/* *machine: it is a relative one of a directory of the machine. */
static bool find(struct tracee *tracee, struct place *place, int directory, uint64_t address, bool *machine)
{
	char path[PATH_SIZE], name[PATH_SIZE] = "/";
	int owns;

	place->path[0] = '\0';
	place->error = 0;
	*machine = false;
	if (tracee_string(tracee->tid, address, path, sizeof(path)) != 0 || path[0] == '\0')
		return false;
	if (path[0] != '/' && !base(tracee, directory, name, machine))
		return false;
	if (!path_resolve(name, path, place->path))
		return false;
	owns = machine_owns(&program_machine, place->path);
	if (owns < 0)
		place->error = ENXIO;
	return owns > 0;
}

bool place_find(struct tracee *tracee, struct place *place, int directory_argument, int path_argument)
{
	int directory = directory_argument < 0 ? AT_FDCWD : (int)tracee->argument[directory_argument];
	bool machine;
	uint64_t copy;

	if (find(tracee, place, directory, tracee->argument[path_argument], &machine))
		return true;
	if (machine && !place->error) {
		copy = call_put(tracee, place->path, strlen(place->path) + 1);
		if (copy != 0)
			call_argument(tracee, path_argument, copy);
	}
	return false;
}

bool place_is_reopening(const struct place *place)
{
	return path_is_below(place->path, "/dev/fd") || path_is_below(place->path, "/proc/self/fd") ||
		strncmp(place->path, "/dev/std", 8) == 0;
}
