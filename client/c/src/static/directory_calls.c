/*
 * chdir(2) to a directory of the machine: the host's kernel knows nothing of it and stays where it was, so relative
 * paths are resolved by the tracer (place.c).
 */
#include <errno.h>
#include <string.h>

#include "static/calls.h"
#include "static/place.h"
#include "static/program.h"

static long enter(const char *path)
{
	struct file_status status;

	if (file_status(&program_machine, path, true, &status) == -1)
		return -errno;
	if (status.kind != FILE_DIRECTORY)
		return -ENOTDIR;
	place_enter(path);
	return 0;
}

static void finish_entering_host(struct tracee *tracee)
{
	if (call_result(tracee) == 0)
		place_enter(NULL);
}

void call_chdir(struct tracee *tracee)
{
	struct place place;

	if (place_find(tracee, &place, -1, 0))
		call_return(tracee, enter(place.path));
	else if (place.error)
		call_return(tracee, -place.error);
	else if (place_directory())
		tracee->finish = finish_entering_host;
}

void call_fchdir(struct tracee *tracee)
{
	struct file *file = table_get(&program_table, (int)tracee->argument[0]);

	if (file) {
		call_return(tracee, enter(file->path));
		file_release(file);
	} else if (place_directory()) {
		tracee->finish = finish_entering_host;
	}
}

void call_getcwd(struct tracee *tracee)
{
	const char *directory = place_directory();
	size_t length;

	if (!directory)
		return;
	length = strlen(directory) + 1;
	if (tracee->argument[1] < length)
		call_return(tracee, -ERANGE);
	else if (!tracee_write(tracee->tid, tracee->argument[0], directory, length))
		call_return(tracee, -EFAULT);
	else
		call_return(tracee, (long)length);
}
