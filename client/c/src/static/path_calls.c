/* System calls with a path. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/job.h"
#include "static/place.h"
#include "static/program.h"
#include "static/status.h"

/* What the kernel shall know of the flags of open(2). */
#define KERNEL_FLAGS (O_ACCMODE | O_NONBLOCK | O_APPEND | O_CLOEXEC | O_PATH)

struct opening {
	struct work work;
	struct place place;
	int flags;
	struct file *file;
	int memory; /* the memory file, as a descriptor of the tracer */
};

static void finish_reopening(struct tracee *tracee)
{
	descriptor_adopt((int)call_result(tracee));
}

/* The program has the descriptor now. */
static void finish_open(struct tracee *tracee)
{
	struct opening *opening = tracee->note;
	long fd = call_result(tracee);

	if (fd >= 0 && fd < TABLE_SIZE)
		table_set(&program_table, (int)fd, opening->file);
	machine_tell("open %s: %ld", opening->place.path, fd);
	close(opening->memory);
	file_release(opening->file);
	free(opening);
}

static long open_at_machine(struct work *work)
{
	struct opening *opening = (struct opening *)work;

	opening->file = file_open(&program_machine, opening->place.path, opening->flags);
	if (!opening->file)
		return -errno;
	opening->memory = descriptor_memory(opening->file);
	if (opening->memory != -1)
		return 0;
	file_release(opening->file);
	return -ENOMEM;
}

/* The program opens the tracer's memory file, with the flags that it asked for. */
static bool open_memory(struct tracee *tracee, const struct opening *opening, uint64_t argument[6])
{
	char path[64];
	int length = snprintf(path, sizeof(path), "/proc/%d/fd/%d", getpid(), opening->memory);

	argument[0] = (uint64_t)AT_FDCWD;
	argument[1] = call_put(tracee, path, (size_t)length + 1);
	argument[2] = (uint64_t)(opening->flags & KERNEL_FLAGS);
	return argument[1] != 0;
}

static void opened(struct tracee *tracee, struct work *work, long result)
{
	struct opening *opening = (struct opening *)work;
	uint64_t argument[6] = { 0 };

	if (result == 0 && open_memory(tracee, opening, argument)) {
		tracee->note = opening;
		call_make(tracee, SYS_openat, argument, finish_open);
		return;
	}
	call_return(tracee, result == 0 ? -EFAULT : result);
	free(opening);
}

static void drop_opening(struct work *work)
{
	free(work);
}

/* -1: the program gave no flags that can be read. */
static int flags_of(const struct tracee *tracee)
{
	struct open_how how;

	switch (tracee->number) {
	case SYS_open:
		return (int)tracee->argument[1];
	case SYS_openat:
		return (int)tracee->argument[2];
	case SYS_creat:
		return O_CREAT | O_WRONLY | O_TRUNC;
	default:
		return tracee_read(tracee->tid, tracee->argument[2], &how, sizeof(how)) ? (int)how.flags : -1;
	}
}

/* A device file that the machine does not have: no program shall make one on the host by opening it. */
static void create_nothing(struct tracee *tracee, int argument)
{
	if (tracee->number == SYS_creat)
		call_return(tracee, -ENOENT);
	else if (tracee->argument[argument] & O_CREAT)
		call_argument(tracee, argument, tracee->argument[argument] & ~(uint64_t)O_CREAT);
}

void call_open(struct tracee *tracee)
{
	bool at = tracee->number == SYS_openat || tracee->number == SYS_openat2;
	struct opening *opening = calloc(1, sizeof(*opening));

	if (!opening) {
		call_return(tracee, -ENOMEM);
		return;
	}
	if (place_find(tracee, &opening->place, at ? 0 : -1, at ? 1 : 0)) {
		opening->flags = flags_of(tracee);
		opening->work = (struct work){ open_at_machine, opened, drop_opening, .restarts = true };
		job_begin(tracee, &opening->work);
		return;
	}
	if (opening->place.error)
		call_return(tracee, -opening->place.error);
	else if (path_owner(opening->place.path) == PATH_EITHER && tracee->number != SYS_openat2)
		create_nothing(tracee, at ? 2 : 1);
	else if (place_is_reopening(&opening->place))
		tracee->finish = finish_reopening;
	free(opening);
}

/* 0 or -errno, for a function that says it with errno. */
static long result_of(long result)
{
	return result == -1 ? -errno : result;
}

/* Is the call about a path of the machine? If it cannot be known, it fails. */
static bool is_ours(struct tracee *tracee, struct place *place, int directory_argument, int path_argument)
{
	if (place_find(tracee, place, directory_argument, path_argument))
		return true;
	if (place->error)
		call_return(tracee, -place->error);
	return false;
}

void call_stat(struct tracee *tracee)
{
	bool at = tracee->number == SYS_newfstatat || tracee->number == SYS_statx;
	int flags = tracee->number == SYS_newfstatat ? (int)tracee->argument[3]
		: tracee->number == SYS_statx	     ? (int)tracee->argument[2]
		: tracee->number == SYS_lstat	     ? AT_SYMLINK_NOFOLLOW
						     : 0;
	struct file_status status;
	struct place place;

	if (at && (flags & AT_EMPTY_PATH) && status_is_empty_path(tracee, tracee->argument[1])) {
		call_fstat(tracee);
		return;
	}
	if (!is_ours(tracee, &place, at ? 0 : -1, at ? 1 : 0))
		return;
	if (file_status(&program_machine, place.path, !(flags & AT_SYMLINK_NOFOLLOW), &status) == -1)
		call_return(tracee, -errno);
	else
		status_return(tracee, &status);
}

void call_access(struct tracee *tracee)
{
	bool at = tracee->number != SYS_access;
	int mode = (int)tracee->argument[at ? 2 : 1];
	struct place place;

	if (is_ours(tracee, &place, at ? 0 : -1, at ? 1 : 0))
		call_return(tracee, result_of(file_access(&program_machine, place.path, mode)));
}

void call_readlink(struct tracee *tracee)
{
	bool at = tracee->number == SYS_readlinkat;
	uint64_t into = tracee->argument[at ? 2 : 1];
	uint64_t size = tracee->argument[at ? 3 : 2];
	char target[PATH_SIZE];
	struct place place;
	ssize_t length;

	if (!is_ours(tracee, &place, at ? 0 : -1, at ? 1 : 0))
		return;
	length = file_link(&program_machine, place.path, target, size < sizeof(target) ? size : sizeof(target));
	if (length == -1)
		call_return(tracee, -errno);
	else if (!tracee_write(tracee->tid, into, target, (size_t)length))
		call_return(tracee, -EFAULT);
	else
		call_return(tracee, length);
}

void call_change(struct tracee *tracee)
{
	bool at = tracee->number == SYS_unlinkat || tracee->number == SYS_mknodat || tracee->number == SYS_fchmodat ||
		tracee->number == SYS_fchownat;
	struct place place;

	if (is_ours(tracee, &place, at ? 0 : -1, at ? 1 : 0))
		call_return(tracee, -EPERM);
}
