/* The program's descriptors that are the machine's. Source: memfd_create(2), proc(5), pidfd_getfd(2). */
#include "static/descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "static/program.h"
#include "static/tracer.h"

#define NAME_SIZE (PATH_LENGTH + 32)
#define MARK "/memfd:iomap:"
#define DELETED " (deleted)"

/* Of the program's process, for pidfd_getfd(2). */
static int process = -1;

int descriptor_borrow(int fd)
{
	if (process == -1)
		process = (int)syscall(SYS_pidfd_open, tracer_program(), 0);
	return (int)syscall(SYS_pidfd_getfd, process, fd, 0);
}

void descriptor_forked(void)
{
	if (process != -1)
		close(process);
	process = -1;
}

void descriptor_fill(int fd, const struct file *file)
{
	size_t length;
	char *text;

	if (file->kind != FILE_TEXT && file->kind != FILE_CONFIG)
		return;
	text = file_text(file->machine, file->path, &length);
	if (!text || pwrite(fd, text, length, 0) != (ssize_t)length || ftruncate(fd, (off_t)length) == -1)
		machine_tell("%s: %s", file->path, strerror(errno));
	free(text);
}

static void set_size(int fd, const struct file *file)
{
	struct file_status status;

	if (file_status(file->machine, file->path, true, &status) == -1 || ftruncate(fd, (off_t)status.size) == -1)
		machine_tell("%s: %s", file->path, strerror(errno));
}

int descriptor_memory(const struct file *file)
{
	char name[NAME_SIZE];
	int fd;

	snprintf(name, sizeof(name), "iomap:%d:%s", (int)file->kind, file->path);
	fd = memfd_create(name, MFD_CLOEXEC);
	if (fd == -1)
		return -1;
	if (file->kind == FILE_RESOURCE)
		set_size(fd, file);
	else
		descriptor_fill(fd, file);
	return fd;
}

void descriptor_copied(int old, int fd)
{
	struct file *file = old == fd ? NULL : table_get(&program_table, old);

	if (file) {
		table_set(&program_table, fd, file);
		file_release(file);
	} else if (old != fd) {
		table_clear(&program_table, fd);
	}
}

/* Kind and path of the memory file that a descriptor of the program is; false when it is something else. */
static bool name_of(int fd, int *kind, char path[PATH_LENGTH])
{
	char link[64], target[NAME_SIZE + 32];
	ssize_t count;
	char *deleted;
	int start = 0;

	snprintf(link, sizeof(link), "/proc/%d/fd/%d", tracer_program(), fd);
	count = readlink(link, target, sizeof(target) - 1);
	if (count == -1)
		return false;
	target[count] = '\0';
	if (sscanf(target, MARK "%d:%n", kind, &start) != 1 || start == 0)
		return false;
	deleted = strstr(target, DELETED);
	if (deleted)
		*deleted = '\0';
	snprintf(path, PATH_LENGTH, "%.*s", PATH_LENGTH - 1, target + start);
	return true;
}

void descriptor_adopt(int fd)
{
	char path[PATH_LENGTH];
	struct file *file;
	int kind, flags, own;

	if (fd < 0 || fd >= TABLE_SIZE || !name_of(fd, &kind, path))
		return;
	own = descriptor_borrow(fd);
	flags = own == -1 ? O_RDWR : fcntl(own, F_GETFL);
	if (own != -1)
		close(own);
	file = file_inherit(&program_machine, path, (enum file_kind)kind, flags);
	if (!file)
		return;
	table_set(&program_table, fd, file);
	file_release(file);
}

void descriptor_inherit(void)
{
	char path[64];
	struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof(path), "/proc/%d/fd", tracer_program());
	directory = opendir(path);
	while (directory && (entry = readdir(directory)))
		if (entry->d_name[0] != '.')
			descriptor_adopt(atoi(entry->d_name));
	if (directory)
		closedir(directory);
}

void descriptor_executed(void)
{
	char path[64];

	for (int fd = 0; fd < TABLE_SIZE; fd++) {
		if (!table_has(&program_table, fd))
			continue;
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", tracer_program(), fd);
		if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == -1)
			table_clear(&program_table, fd);
	}
}
