/* System calls of the host, and its clock. */
#include "lib/host.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int host_open(const char *path, int flags)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0);
}

ssize_t host_read(int fd, void *into, size_t count)
{
	return syscall(SYS_read, fd, into, count);
}

ssize_t host_write(int fd, const void *from, size_t count)
{
	return syscall(SYS_write, fd, from, count);
}

int host_close(int fd)
{
	return (int)syscall(SYS_close, fd);
}

int host_move(int fd, int lowest)
{
	if (fd < 0 || fd >= lowest) {
		return fd;
	}
#ifdef SYS_fcntl64
	int moved = (int)syscall(SYS_fcntl64, fd, F_DUPFD_CLOEXEC, lowest);
#else
	int moved = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, lowest);
#endif
	if (moved < 0) {
		return fd;
	}
	host_close(fd);
	return moved;
}

void *host_map(int fd, uint64_t offset, size_t length, int protection)
{
#ifdef SYS_mmap2
	return (void *)syscall(SYS_mmap2, NULL, length, protection, MAP_SHARED, fd, (unsigned long)(offset / 4096));
#else
	return (void *)syscall(SYS_mmap, NULL, length, protection, MAP_SHARED, fd, offset);
#endif
}

void host_mask(int how, const sigset_t *set, sigset_t *before)
{
	syscall(SYS_rt_sigprocmask, how, set, before, (size_t)_NSIG / 8);
}

uint64_t host_nanos(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
