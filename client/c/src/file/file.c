/* Open files of the machine. */
#include "file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES 4096

static struct file pool[FILES];

/* A file of the pool that nobody uses, with one user and one open. */
static struct file *take(struct machine *machine, const char *path, enum file_kind kind, int flags)
{
	for (int i = 0; i < FILES; i++) {
		struct file *file = &pool[i];
		int none = 0;

		if (file->users != 0 || !atomic_compare_exchange_strong(&file->users, &none, 1))
			continue;
		pthread_mutex_init(&file->lock, NULL);
		file->machine = machine;
		file->kind = kind;
		file->flags = flags & (O_ACCMODE | O_NONBLOCK);
		file->process = NULL;
		file->seekable = false;
		file->identity = 0;
		memccpy(file->path, path, '\0', sizeof(file->path) - 1);
		file->opens = 1;
		return file;
	}
	errno = ENFILE;
	return NULL;
}

void file_hold(struct file *file)
{
	file->users++;
}

void file_drop(struct file *file)
{
	file->users--;
}

bool file_acquire(struct file *file)
{
	int opens = file->opens;

	while (opens > 0)
		if (atomic_compare_exchange_weak(&file->opens, &opens, opens + 1))
			return true;
	return false;
}

void file_revive(struct file *file)
{
	if (atomic_fetch_add(&file->opens, 1) == 0)
		file_hold(file);
}

void file_release(struct file *file)
{
	struct iomap_process *process;
	int error = errno;

	if (atomic_fetch_sub(&file->opens, 1) != 1)
		return;
	process = atomic_exchange(&file->process, NULL);
	if (process && process == file->machine->process)
		iomap_close(process, file->remote);
	file_drop(file);
	errno = error;
}

static int remote_flags(int flags)
{
	int remote = (flags & O_ACCMODE) == O_RDWR ? IOMAP_O_RDWR
		: (flags & O_ACCMODE) == O_WRONLY  ? IOMAP_O_WRONLY
						   : IOMAP_O_RDONLY;

	return flags & O_NONBLOCK ? remote | IOMAP_O_NONBLOCK : remote;
}

/* The one mistake that everybody makes once. */
static void explain_refusal(struct iomap_process *process, const char *path)
{
	struct iomap_identity identity;
	int error = errno;

	if ((error == EACCES || error == EPERM) && iomap_getpid(process, &identity) == 0 && identity.uid != 0)
		machine_say("%s: you are uid %u on the machine: iomap run --uid 0", path, identity.uid);
	errno = error;
}

/* Opens it at the machine; the lock is held. */
static int open_remote(struct file *file, struct iomap_process *process)
{
	int remote = iomap_open(process, file->path, remote_flags(file->flags));

	if (remote < 0) {
		explain_refusal(process, file->path);
		return -1;
	}
	file->seekable = file->kind != FILE_DEVICE || iomap_lseek(process, remote, 0, SEEK_CUR) >= 0;
	file->position = 0;
	file->remote = remote;
	file->process = process;
	return 0;
}

int file_remote(struct file *file, struct iomap_process **process)
{
	int result = 0;

	*process = machine_process(file->machine);
	if (!*process)
		return -1;
	if (file->kind == FILE_DIRECTORY) {
		errno = EISDIR;
		return -1;
	}
	if (file->process == *process)
		return file->remote;
	pthread_mutex_lock(&file->lock);
	if (file->process != *process)
		result = open_remote(file, *process);
	pthread_mutex_unlock(&file->lock);
	return result < 0 ? -1 : file->remote;
}

static bool may_open(const struct file_status *status, int flags)
{
	bool directory = status->kind == FILE_DIRECTORY;

	if ((flags & O_CREAT) && (flags & O_EXCL))
		errno = EEXIST;
	else if (directory && (flags & O_ACCMODE) != O_RDONLY)
		errno = EISDIR;
	else if (!directory && (flags & O_DIRECTORY))
		errno = ENOTDIR;
	else
		return true;
	return false;
}

struct file *file_open(struct machine *machine, const char *path, int flags)
{
	struct file_status status;
	struct iomap_process *process;
	struct file *file;

	if (file_status(machine, path, true, &status) < 0) {
		if (errno == ENOENT && (flags & O_CREAT))
			errno = EACCES;
		return NULL;
	}
	if (!may_open(&status, flags))
		return NULL;
	file = take(machine, path, status.kind, flags);
	if (file && status.kind != FILE_DIRECTORY && !(flags & O_PATH) && file_remote(file, &process) < 0) {
		file_release(file);
		return NULL;
	}
	return file;
}

struct file *file_inherit(struct machine *machine, const char *path, enum file_kind kind, int flags)
{
	return take(machine, path, kind, flags);
}

void file_inherit_all(void)
{
	for (int i = 0; i < FILES; i++) {
		if (pool[i].users == 0)
			continue;
		pthread_mutex_init(&pool[i].lock, NULL);
		pool[i].process = NULL;
	}
}

bool file_is_seekable(struct file *file)
{
	struct iomap_process *process;

	return file->kind == FILE_DIRECTORY || (file_remote(file, &process) >= 0 && file->seekable);
}

/* Moves the machine's position to where the caller's is; the lock is held. */
static int seek(struct file *file, struct iomap_process *process, int remote, int64_t offset)
{
	if (file->position == offset)
		return 0;
	file->position = iomap_lseek(process, remote, offset, SEEK_SET);
	return file->position < 0 ? -1 : 0;
}

typedef ssize_t transfer(struct iomap_process *process, int remote, char *data, size_t count);

static ssize_t transfer_in(struct iomap_process *process, int remote, char *data, size_t count)
{
	return iomap_read(process, remote, data, count);
}

static ssize_t transfer_out(struct iomap_process *process, int remote, char *data, size_t count)
{
	return iomap_write(process, remote, data, count);
}

/* A file with a position: as many pieces as it takes, each as long as one message can be. */
static ssize_t transfer_at(struct file *file, transfer *move, char *data, size_t count, int64_t offset)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);
	size_t done = 0;
	ssize_t moved = 0;

	if (remote < 0)
		return -1;
	pthread_mutex_lock(&file->lock);
	do {
		moved = seek(file, process, remote, offset + (int64_t)done);
		if (moved == 0)
			moved = move(process, remote, data + done, count - done);
		if (moved > 0) {
			done += (size_t)moved;
			file->position += moved;
		}
	} while (moved > 0 && done < count);
	pthread_mutex_unlock(&file->lock);
	return done > 0 ? (ssize_t)done : moved;
}

static ssize_t transfer_any(struct file *file, transfer *move, char *data, size_t count, int64_t offset)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);

	if (remote < 0)
		return -1;
	if (file->seekable)
		return transfer_at(file, move, data, count, offset);
	return move(process, remote, data, count);
}

ssize_t file_read(struct file *file, void *into, size_t count, int64_t offset)
{
	return transfer_any(file, transfer_in, into, count, offset);
}

ssize_t file_write(struct file *file, const void *from, size_t count, int64_t offset)
{
	return transfer_any(file, transfer_out, (char *)(uintptr_t)from, count, offset);
}

int file_truncate(struct file *file, uint64_t length)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);

	return remote < 0 ? -1 : iomap_ftruncate(process, remote, length);
}

int file_poll(struct file *file, int events, int timeout)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);

	return remote < 0 ? -1 : iomap_poll(process, remote, events, timeout);
}

size_t file_ioctl_size(uint32_t request)
{
	return request >> 16 & 0x3FFF;
}

int file_ioctl(struct file *file, uint32_t request, uint64_t *argument)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);

	return remote < 0 ? -1 : iomap_ioctl(process, remote, request, argument);
}
