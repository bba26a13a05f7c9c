/* read(2), write(2), pread(2), pwrite(2). */
#include <errno.h>

#include "preload/bounce.h"
#include "preload/descriptor.h"
#include "preload/real.h"
#include "preload/transfer.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
ssize_t __read_chk(int fd, void *into, size_t count, size_t size);
ssize_t __pread_chk(int fd, void *into, size_t count, off_t offset, size_t size);
ssize_t __pread64_chk(int fd, void *into, size_t count, off64_t offset, size_t size);

/* The longest that one call of Linux transfers. */
#define MOST 0x7ffff000u

/* O_NONBLOCK may have been set after the file was opened at the machine. */
static bool must_not_wait(int fd, struct file *file, int events)
{
	int flags = real()->fcntl64(fd, F_GETFL);

	return flags >= 0 && (flags & O_NONBLOCK) && !(file->flags & O_NONBLOCK) && file_poll(file, events, 0) == 0;
}

/*
 * A call that a signal interrupted begins again when its handler was set with SA_RESTART (signal(7)). Which handler it was
 * is not known, so all have to be of that kind.
 */
static bool begins_again(void)
{
	struct sigaction action;
	int error = errno;
	bool again = true;

	for (int signal = 1; signal < NSIG && again; signal++)
		if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
		    action.sa_handler != SIG_IGN)
			again = action.sa_flags & SA_RESTART;
	errno = error;
	return again;
}

static ssize_t move(struct file *file, bool storing, void *data, size_t count, off64_t at)
{
	ssize_t done;

	do
		done = storing ? file_write(file, data, count, at) : file_read(file, data, count, at);
	while (done < 0 && errno == EINTR && begins_again());
	return done;
}

/* A transfer of a file of the machine. */
static ssize_t transfer(int fd, struct file *file, bool storing, void *data, size_t count, off64_t offset)
{
	bool seekable = file_is_seekable(file);
	off64_t at = offset != AT_POSITION ? offset : seekable ? real()->lseek64(fd, 0, SEEK_CUR) : 0;
	ssize_t done;

	if (offset != AT_POSITION && (offset < 0 || !seekable)) {
		errno = seekable ? EINVAL : ESPIPE;
		return -1;
	}
	if (!seekable && must_not_wait(fd, file, storing ? POLLOUT : POLLIN)) {
		errno = EAGAIN;
		return -1;
	}
	done = move(file, storing, data, count, at);
	if (done > 0 && seekable && offset == AT_POSITION)
		real()->lseek64(fd, at + done, SEEK_SET);
	if (done > 0 && storing)
		descriptor_refresh(fd, file);
	return done;
}

/* Of any descriptor, between buffers that are in no window. */
static ssize_t plain_read(int fd, void *into, size_t count, off64_t offset)
{
	struct file *file = descriptor_file(fd);
	ssize_t done;

	if (!file)
		return offset == AT_POSITION ? real()->read(fd, into, count) : real()->pread64(fd, into, count, offset);
	done = transfer(fd, file, false, into, count, offset);
	file_release(file);
	return done;
}

static ssize_t plain_write(int fd, const void *from, size_t count, off64_t offset)
{
	struct file *file = descriptor_file(fd);
	ssize_t done;

	if (!file)
		return offset == AT_POSITION ? real()->write(fd, from, count)
					     : real()->pwrite64(fd, from, count, offset);
	done = transfer(fd, file, true, (void *)(uintptr_t)from, count, offset);
	file_release(file);
	return done;
}

ssize_t transfer_read(int fd, void *into, size_t count, off64_t offset)
{
	struct bounce bounce;
	ssize_t done;

	if (count > MOST)
		count = MOST;
	if (!bounce_into(&bounce, into, count, descriptor_is_ours(fd)))
		return -1;
	done = plain_read(fd, bounce.data, count, offset);
	if (done > 0 && !bounce_store(&bounce, (size_t)done))
		done = -1;
	bounce_end(&bounce);
	return done;
}

ssize_t transfer_write(int fd, const void *from, size_t count, off64_t offset)
{
	struct bounce bounce;
	ssize_t done;

	if (count > MOST)
		count = MOST;
	if (!bounce_from(&bounce, from, count, descriptor_is_ours(fd)))
		return -1;
	done = plain_write(fd, bounce.data, count, offset);
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t read(int fd, void *into, size_t count)
{
	return transfer_read(fd, into, count, AT_POSITION);
}

INTERPOSED ssize_t write(int fd, const void *from, size_t count)
{
	return transfer_write(fd, from, count, AT_POSITION);
}

INTERPOSED ssize_t pread64(int fd, void *into, size_t count, off64_t offset)
{
	return transfer_read(fd, into, count, offset);
}

INTERPOSED ssize_t pwrite64(int fd, const void *from, size_t count, off64_t offset)
{
	return transfer_write(fd, from, count, offset);
}

INTERPOSED ssize_t pread(int fd, void *into, size_t count, off_t offset)
{
	return transfer_read(fd, into, count, offset);
}

INTERPOSED ssize_t pwrite(int fd, const void *from, size_t count, off_t offset)
{
	return transfer_write(fd, from, count, offset);
}

static void check(size_t count, size_t size)
{
	if (count > size)
		abort();
}

INTERPOSED ssize_t __read_chk(int fd, void *into, size_t count, size_t size)
{
	check(count, size);
	return transfer_read(fd, into, count, AT_POSITION);
}

INTERPOSED ssize_t __pread_chk(int fd, void *into, size_t count, off_t offset, size_t size)
{
	check(count, size);
	return pread64(fd, into, count, offset);
}

INTERPOSED ssize_t __pread64_chk(int fd, void *into, size_t count, off64_t offset, size_t size)
{
	check(count, size);
	return pread64(fd, into, count, offset);
}
