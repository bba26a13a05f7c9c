/* The descriptors of this program that are the machine's. */
#include "preload/descriptor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "preload/process.h"
#include "preload/real.h"

#define NAME_SIZE (PATH_LENGTH + 32)
#define MARK "/memfd:iomap:"
#define DELETED " (deleted)"

struct machine the_machine = MACHINE_INITIAL;
struct table the_table;
struct mappings the_mappings = MAPPINGS_INITIAL;

struct file *descriptor_file(int fd)
{
	return table_get(&the_table, fd);
}

bool descriptor_is_ours(int fd)
{
	return table_has(&the_table, fd);
}

bool descriptor_is_socket(int fd)
{
	struct iomap_process *process = the_machine.process;

	return process && fd >= 0 && iomap_socket(process) == fd && process_is_own();
}

/* Fills the memory file with what the text is now. */
static void fill(int fd, const struct file *file)
{
	size_t length;
	char *text = file_text(file->machine, file->path, &length);

	if (text && real()->pwrite64(fd, text, length, 0) == (ssize_t)length &&
	    real()->ftruncate64(fd, (off64_t)length) < 0)
		machine_tell("%s: %s", file->path, strerror(errno));
	free(text);
}

void descriptor_refresh(int fd, const struct file *file)
{
	int error = errno;

	if (file->kind == FILE_TEXT || file->kind == FILE_CONFIG)
		fill(fd, file);
	errno = error;
}

static void set_size(int fd, const struct file *file)
{
	struct file_status status;

	if (file_status(file->machine, file->path, true, &status) == 0 &&
	    real()->ftruncate64(fd, (off64_t)status.size) < 0)
		machine_tell("%s: %s", file->path, strerror(errno));
}

/* A memory file for this file, open for reading and writing; -1 with errno. */
static int memory_file(const struct file *file)
{
	char name[NAME_SIZE];
	int fd;

	snprintf(name, sizeof(name), "iomap:%d:%s", (int)file->kind, file->path);
	fd = memfd_create(name, MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	if (file->kind == FILE_RESOURCE)
		set_size(fd, file);
	else
		descriptor_refresh(fd, file);
	return fd;
}

/* Writes down which memory file stands for this file. */
static int identify(int fd, struct file *file)
{
	struct stat64 status;

	if (real()->fstat64(fd, &status) < 0)
		return -1;
	file->identity = status.st_ino;
	return 0;
}

/* Opens the memory file once more, with the flags that the program asked for, under the same number. */
static int set_flags(int fd, int flags)
{
	char path[40];
	int again;

	flags &= O_ACCMODE | O_NONBLOCK | O_CLOEXEC;
	snprintf(path, sizeof(path), "/proc/thread-self/fd/%d", fd);
	again = real()->openat64(AT_FDCWD, path, flags);
	if (again < 0)
		return -1;
	if (real()->dup3(again, fd, flags & O_CLOEXEC) < 0)
		fd = -1;
	real()->close(again);
	return fd;
}

int descriptor_new(struct file *file, int flags)
{
	int fd = memory_file(file);

	if (fd < 0)
		return -1;
	if (fd >= TABLE_SIZE || identify(fd, file) < 0 || set_flags(fd, flags) < 0) {
		real()->close(fd);
		errno = EMFILE;
		return -1;
	}
	if (process_is_own())
		table_set(&the_table, fd, file);
	return fd;
}

int descriptor_copied(int old, int fd)
{
	struct file *file;

	if (fd < 0 || fd == old || !process_is_own())
		return fd;
	file = table_get(&the_table, old);
	if (!file) {
		table_clear(&the_table, fd);
		return fd;
	}
	if (fd < TABLE_SIZE)
		table_set(&the_table, fd, file);
	file_release(file);
	return fd;
}

void descriptor_closed(int fd)
{
	if (table_has(&the_table, fd) && process_is_own())
		table_clear(&the_table, fd);
}

/* A file that is open already by this memory file, and with the same rights. */
static struct file *find_identical(uint64_t identity, int flags)
{
	for (int fd = 0; fd < TABLE_SIZE; fd++) {
		struct file *file = table_get(&the_table, fd);

		if (!file)
			continue;
		if (file->identity == identity && (file->flags & O_ACCMODE) == (flags & O_ACCMODE))
			return file;
		file_release(file);
	}
	return NULL;
}

/* Kind and path of the memory file that a descriptor is; false when it is something else. */
static bool name_of(int fd, int *kind, char path[PATH_LENGTH])
{
	char link[40], target[NAME_SIZE + 32];
	size_t length;
	ssize_t count;
	int start = 0;

	snprintf(link, sizeof(link), "/proc/thread-self/fd/%d", fd);
	count = real()->readlinkat(AT_FDCWD, link, target, sizeof(target) - 1);
	if (count < 0)
		return false;
	target[count] = '\0';
	if (sscanf(target, MARK "%d:%n", kind, &start) != 1 || start == 0)
		return false;
	length = strlen(target);
	if (length > strlen(DELETED) && strcmp(target + length - strlen(DELETED), DELETED) == 0)
		target[length - strlen(DELETED)] = '\0';
	snprintf(path, PATH_LENGTH, "%.*s", PATH_LENGTH - 1, target + start);
	return true;
}

int descriptor_adopt(int fd)
{
	char path[PATH_LENGTH];
	struct stat64 status;
	struct file *file;
	int error = errno;
	int kind, flags;

	if (fd < 0 || fd >= TABLE_SIZE || !process_is_own() || !name_of(fd, &kind, path))
		return fd;
	flags = real()->fcntl64(fd, F_GETFL);
	if (flags < 0 || real()->fstat64(fd, &status) < 0)
		return fd;
	file = find_identical(status.st_ino, flags);
	if (!file)
		file = file_inherit(&the_machine, path, kind, flags);
	if (file) {
		file->identity = status.st_ino;
		table_set(&the_table, fd, file);
		file_release(file);
	}
	errno = error;
	return fd;
}

void descriptor_inherit(void)
{
	DIR *directory = real()->opendir("/proc/thread-self/fd");
	struct dirent *entry;

	while (directory && (entry = real()->readdir(directory)))
		if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
			descriptor_adopt(atoi(entry->d_name));
	if (directory)
		real()->closedir(directory);
}
