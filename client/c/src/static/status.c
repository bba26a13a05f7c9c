/* What stat(2) and its relatives leave in the program's memory. Source: stat(2), statx(2). */
#include "static/status.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

static struct statx_timestamp timestamp(struct timespec time)
{
	return (struct statx_timestamp){ .tv_sec = time.tv_sec, .tv_nsec = (uint32_t)time.tv_nsec };
}

static void fill_statx(const struct stat64 *from, struct statx *into)
{
	*into = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = (uint32_t)from->st_blksize,
		.stx_nlink = (uint32_t)from->st_nlink,
		.stx_uid = from->st_uid,
		.stx_gid = from->st_gid,
		.stx_mode = (uint16_t)from->st_mode,
		.stx_ino = from->st_ino,
		.stx_size = (uint64_t)from->st_size,
		.stx_rdev_major = major(from->st_rdev),
		.stx_rdev_minor = minor(from->st_rdev),
		.stx_dev_major = major(from->st_dev),
		.stx_dev_minor = minor(from->st_dev),
		.stx_atime = timestamp(from->st_atim),
		.stx_mtime = timestamp(from->st_mtim),
		.stx_ctime = timestamp(from->st_ctim),
	};
}

static uint64_t buffer_of(const struct tracee *tracee)
{
	switch (tracee->number) {
	case SYS_statx:
		return tracee->argument[4];
	case SYS_newfstatat:
		return tracee->argument[2];
	default:
		return tracee->argument[1];
	}
}

void status_return(struct tracee *tracee, const struct file_status *status)
{
	struct stat64 host;
	struct statx extended;
	bool written;

	file_fill_stat(status, &host);
	if (tracee->number == SYS_statx) {
		fill_statx(&host, &extended);
		written = tracee_write(tracee->tid, buffer_of(tracee), &extended, sizeof(extended));
	} else {
		written = tracee_write(tracee->tid, buffer_of(tracee), &host, sizeof(host));
	}
	call_return(tracee, written ? 0 : -EFAULT);
}

bool status_is_empty_path(const struct tracee *tracee, uint64_t path)
{
	char first = 0;

	/* A null pointer is good since Linux 6.11. */
	return path == 0 || (tracee_read(tracee->tid, path, &first, 1) && first == '\0');
}
