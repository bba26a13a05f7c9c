/*
 * getdents(2) of a directory of the machine, and of /dev, which has the machine's device files beside the host's. The
 * position of such a directory, which the kernel keeps, is the number of the next entry.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/place.h"
#include "static/program.h"

#define DEVICES "/dev"
#define ALIGNMENT 8u
#define LARGEST 32768u

/* The older form: the kind of file is the last byte of the entry. Source: getdents(2). */
struct linux_dirent {
	unsigned long d_ino;
	unsigned long d_off;
	unsigned short d_reclen;
	char d_name[];
};

struct listing {
	bool old;
	unsigned char *bytes;
	size_t size, length;
	long first, next; /* numbers of entries */
	bool full;
};

static size_t entry_size(const struct listing *listing, size_t name)
{
	size_t size = listing->old ? offsetof(struct linux_dirent, d_name) + name + 2
				   : offsetof(struct dirent64, d_name) + name + 1;

	return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* What kind of file it is, the program has to ask: DT_UNKNOWN. */
static int add(void *argument, const char *name)
{
	struct listing *listing = argument;
	size_t length = strlen(name) + 1;
	size_t size = entry_size(listing, length - 1);
	unsigned char *entry = listing->bytes + listing->length;
	long number = listing->next++;

	if (number < listing->first)
		return 0;
	if (size > listing->size - listing->length) {
		listing->full = true;
		listing->next = number;
		return 1;
	}
	memset(entry, 0, size);
	if (listing->old) {
		struct linux_dirent head = { (unsigned long)number + 1, (unsigned long)number + 1,
					     (unsigned short)size };

		memcpy(entry, &head, offsetof(struct linux_dirent, d_name));
		memcpy(entry + offsetof(struct linux_dirent, d_name), name, length);
	} else {
		struct dirent64 head = {
			.d_ino = (ino64_t)number + 1,
			.d_off = number + 1,
			.d_reclen = (unsigned short)size,
		};

		memcpy(entry, &head, offsetof(struct dirent64, d_name));
		memcpy(entry + offsetof(struct dirent64, d_name), name, length);
	}
	listing->length += size;
	return 0;
}

static long list_machine(const char *path, struct listing *listing)
{
	struct iomap_process *process = machine_process(&program_machine);

	if (!process)
		return -ENXIO;
	if (add(listing, ".") != 0 || add(listing, "..") != 0)
		return 0;
	return iomap_readdir(process, path, add, listing) == -1 ? -errno : 0;
}

/* A device file of the machine, if the host has none of this name, and the program would find it there. */
static int add_device(void *argument, const char *name)
{
	char path[PATH_LENGTH];

	snprintf(path, sizeof(path), DEVICES "/%s", name);
	if (path_owner(path) == PATH_HOST || faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return add(argument, name);
}

static long list_devices(struct listing *listing)
{
	struct iomap_process *process = machine_process(&program_machine);
	DIR *host = opendir(DEVICES);
	struct dirent *entry;
	int full = 0;

	if (!host)
		return -errno;
	while (!full && (entry = readdir(host)))
		full = add(listing, entry->d_name);
	closedir(host);
	if (!full && process)
		iomap_readdir(process, DEVICES, add_device, listing);
	return 0;
}

static long fill(struct tracee *tracee, const char *path, int position, struct listing *listing)
{
	long result;

	listing->first = lseek(position, 0, SEEK_CUR);
	result = strcmp(path, DEVICES) == 0 ? list_devices(listing) : list_machine(path, listing);
	if (result < 0)
		return result;
	if (listing->length == 0)
		return listing->full ? -EINVAL : 0;
	if (!tracee_write(tracee->tid, tracee->argument[1], listing->bytes, listing->length))
		return -EFAULT;
	lseek(position, listing->next, SEEK_SET);
	return (long)listing->length;
}

/* The directory's path when it is one of these. */
static bool find(const struct tracee *tracee, char path[PATH_SIZE])
{
	int fd = (int)tracee->argument[0];
	struct file *file = table_get(&program_table, fd);
	char number[32];
	bool found;

	if (!file) {
		snprintf(number, sizeof(number), "fd/%d", fd);
		return place_link(tracee->tid, number, path) && strcmp(path, DEVICES) == 0;
	}
	found = file->kind == FILE_DIRECTORY;
	snprintf(path, PATH_SIZE, "%s", file->path);
	file_release(file);
	return found;
}

void call_getdents(struct tracee *tracee)
{
	size_t size = (unsigned)tracee->argument[2];
	struct listing listing = { .old = tracee->number == SYS_getdents, .size = size < LARGEST ? size : LARGEST };
	char path[PATH_SIZE];
	int position;

	if (!find(tracee, path))
		return; /* the kernel knows that what we gave it is no directory */
	position = descriptor_borrow((int)tracee->argument[0]);
	listing.bytes = malloc(listing.size + 1);
	if (position == -1 || !listing.bytes)
		call_return(tracee, -ENOMEM);
	else
		call_return(tracee, fill(tracee, path, position, &listing));
	free(listing.bytes);
	if (position != -1)
		close(position);
}
