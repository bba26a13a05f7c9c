/*
 * Open files of the machine, and the system calls on them. A file is what open(2) makes: several descriptors may name
 * it. Which descriptors do is in the table (table.h).
 *
 * All functions may be called by any thread; those that fail return -1 (or null) and set errno. Files live in a pool
 * that is never given back, so that a lookup in the table needs no lock.
 *
 * The position of a file that has one is the caller's: every call says where it reads and writes. The machine is told
 * with LSEEK when it has another one.
 */
#ifndef IOMAP_FILE_H
#define IOMAP_FILE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <iomap/iomap.h>

#include "file/machine.h"
#include "file/path.h"

enum file_kind {
	FILE_DEVICE,   /* a character special file */
	FILE_TEXT,     /* a text that the kernel makes when it is read: /proc/iomem, /sys/.../vendor */
	FILE_CONFIG,   /* the configuration space of a PCI function */
	FILE_RESOURCE, /* a base address of a PCI function, to be mapped */
	FILE_DIRECTORY,
	FILE_LINK /* /sys/.../driver, a symbolic link on Linux; never open */
};

struct file {
	_Atomic int users; /* of this structure; 0: it is in the pool */
	_Atomic int opens; /* descriptors and calls under way; without one it is closed at the machine */
	struct machine *machine;
	enum file_kind kind;
	int flags;	      /* of open(2) on the host: access mode, O_NONBLOCK */
	pthread_mutex_t lock; /* of opening it at the machine; of `position' and the call that needs it */
	struct iomap_process *_Atomic process; /* that `remote' is a descriptor of; null: not open at the machine */
	_Atomic int remote;
	bool seekable;
	int64_t position;  /* that the machine has, -1: unknown */
	uint64_t identity; /* for the caller: which file of the host stands for it */
	char path[PATH_LENGTH];
};

/* What stat(2) says, in the host's numbers. */
struct file_status {
	enum file_kind kind;
	mode_t mode;
	uid_t uid;
	gid_t gid;
	uint64_t inode, size;
	unsigned major, minor; /* of a device */
};

/* Opens a file at the machine. `flags' are those of open(2) on the host. The caller has one open of it. */
struct file *file_open(struct machine *machine, const char *path, int flags);
/* The same file, opened at the machine when it is first used: what a program inherits over exec. */
struct file *file_inherit(struct machine *machine, const char *path, enum file_kind kind, int flags);
/* One more open of it. False when the last one is gone, and the file with it. */
bool file_acquire(struct file *file);
void file_release(struct file *file);
/* One more user, who can call file_revive(), and one less. */
void file_hold(struct file *file);
void file_drop(struct file *file);
/* One more open of a file that the caller holds: it is opened again when it was closed. */
void file_revive(struct file *file);

/* In a child of fork(2): none is open at the machine yet. */
void file_inherit_all(void);

/* Its descriptor of libiomap, of the process *process; -1 with errno. */
int file_remote(struct file *file, struct iomap_process **process);
/* Is there a position, so that read(2) goes on where the last one ended? */
bool file_is_seekable(struct file *file);
/* `offset' is ignored where there is no position. Bytes fewer than `count' are the end of the file, or an error behind. */
ssize_t file_read(struct file *file, void *into, size_t count, int64_t offset);
ssize_t file_write(struct file *file, const void *from, size_t count, int64_t offset);
int file_truncate(struct file *file, uint64_t length);
/* Events that are there, of POLLIN and POLLOUT, or 0 after `timeout' milliseconds; negative: no end. */
int file_poll(struct file *file, int events, int timeout);

/*
 * ioctl(2), but IOMAPMAP and IOMAPUNMAP, which mapping.h has. `argument' is what the program's pointer points to:
 * file_ioctl_size(request) bytes, 0 when the argument is a number itself. Returns what ioctl returns.
 */
int file_ioctl(struct file *file, uint32_t request, uint64_t *argument);
size_t file_ioctl_size(uint32_t request);

/* -1 with ENOENT, ENXIO, ... `follow': what a symbolic link leads to. */
int file_status(struct machine *machine, const char *path, bool follow, struct file_status *status);
/* access(2), for this process's uid at the machine. */
int file_access(struct machine *machine, const char *path, int mode);
/* readlink(2): bytes, at most `size'; EINVAL when it is no link. */
ssize_t file_link(struct machine *machine, const char *path, char *into, size_t size);
/* The whole of a text, for the caller to free(); *length without its terminator. Null with errno. */
char *file_text(struct machine *machine, const char *path, size_t *length);
void file_fill_stat(const struct file_status *status, struct stat64 *host);

#endif
