/* System calls on descriptors, but those that transfer data. */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/program.h"
#include "static/status.h"

/* Before the kernel closes it: from then on, another thread may get the same number. */
void call_close(struct tracee *tracee)
{
	uint64_t first = (unsigned)tracee->argument[0];
	uint64_t last = first;

	if (tracee->number == SYS_close_range) {
		last = (unsigned)tracee->argument[1];
		if (tracee->argument[2] & CLOSE_RANGE_CLOEXEC)
			return;
	}
	for (uint64_t fd = first; fd <= last && fd < TABLE_SIZE; fd++)
		if (table_has(&program_table, (int)fd))
			table_clear(&program_table, (int)fd);
}

static void finish_dup(struct tracee *tracee)
{
	long fd = call_result(tracee);

	if (fd >= 0 && fd < TABLE_SIZE)
		descriptor_copied((int)tracee->argument[0], (int)fd);
}

void call_dup(struct tracee *tracee)
{
	bool over = tracee->number != SYS_dup && table_has(&program_table, (int)tracee->argument[1]);

	if (over || table_has(&program_table, (int)tracee->argument[0]))
		tracee->finish = finish_dup;
}

void call_fcntl(struct tracee *tracee)
{
	int command = (int)tracee->argument[1];

	if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && table_has(&program_table, (int)tracee->argument[0]))
		tracee->finish = finish_dup;
}

/* The kernel knows the position, but not that there are devices without one. */
void call_lseek(struct tracee *tracee)
{
	struct file *file = table_get(&program_table, (int)tracee->argument[0]);

	if (!file)
		return;
	if (!file_is_seekable(file))
		call_return(tracee, -ESPIPE);
	else if (file->kind == FILE_DEVICE && tracee->argument[2] != SEEK_SET && tracee->argument[2] != SEEK_CUR)
		call_return(tracee, -EINVAL);
	file_release(file);
}

void call_fstat(struct tracee *tracee)
{
	struct file *file = table_get(&program_table, (int)tracee->argument[0]);
	struct file_status status;

	if (!file)
		return;
	if (file_status(&program_machine, file->path, true, &status) == -1)
		call_return(tracee, -errno);
	else
		status_return(tracee, &status);
	file_release(file);
}

void call_ftruncate(struct tracee *tracee)
{
	struct file *file = table_get(&program_table, (int)tracee->argument[0]);

	if (!file)
		return;
	/* A text of the machine is what it is. */
	if (file->kind != FILE_DEVICE)
		call_return(tracee, 0);
	else
		call_return(tracee, file_truncate(file, tracee->argument[1]) == -1 ? -errno : 0);
	file_release(file);
}

void call_copy(struct tracee *tracee)
{
	int second = tracee->number == SYS_sendfile ? 1 : 2;

	if (table_has(&program_table, (int)tracee->argument[0]) ||
	    table_has(&program_table, (int)tracee->argument[second]))
		call_return(tracee, -EINVAL);
}
