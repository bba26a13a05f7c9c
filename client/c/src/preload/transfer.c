/* read(2), write(2) and their relatives. */
#include <errno.h>
#include <limits.h>

#include "preload/bounce.h"
#include "preload/descriptor.h"
#include "preload/real.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
ssize_t __read_chk(int fd, void *into, size_t count, size_t size);
ssize_t __pread_chk(int fd, void *into, size_t count, off_t offset, size_t size);
ssize_t __pread64_chk(int fd, void *into, size_t count, off64_t offset, size_t size);
ssize_t __recv_chk(int fd, void *into, size_t count, size_t size, int flags);
ssize_t __recvfrom_chk(int fd, void *into, size_t count, size_t size, int flags, __SOCKADDR_ARG from, socklen_t *length);

/* The longest that one call of Linux transfers. */
#define MOST 0x7ffff000u
/* As `offset': at the position of the descriptor, which moves on. */
#define AT_POSITION (-1)

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
		if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)
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

	if (offset != AT_POSITION && !seekable) {
		errno = ESPIPE;
		return -1;
	}
	if (!seekable && must_not_wait(fd, file, storing ? POLLOUT : POLLIN)) {
		errno = EAGAIN;
		return -1;
	}
	if (count > MOST)
		count = MOST;
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
		return offset == AT_POSITION ? real()->write(fd, from, count) : real()->pwrite64(fd, from, count, offset);
	done = transfer(fd, file, true, (void *)(uintptr_t)from, count, offset);
	file_release(file);
	return done;
}

static ssize_t any_read(int fd, void *into, size_t count, off64_t offset)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_into(&bounce, into, count))
		return -1;
	done = plain_read(fd, bounce.data, count, offset);
	if (done > 0 && !bounce_store(&bounce, (size_t)done))
		done = -1;
	bounce_end(&bounce);
	return done;
}

static ssize_t any_write(int fd, const void *from, size_t count, off64_t offset)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_from(&bounce, from, count))
		return -1;
	done = plain_write(fd, bounce.data, count, offset);
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t read(int fd, void *into, size_t count)
{
	return any_read(fd, into, count, AT_POSITION);
}

INTERPOSED ssize_t write(int fd, const void *from, size_t count)
{
	return any_write(fd, from, count, AT_POSITION);
}

static bool is_offset(off64_t offset)
{
	if (offset >= 0)
		return true;
	errno = EINVAL;
	return false;
}

INTERPOSED ssize_t pread64(int fd, void *into, size_t count, off64_t offset)
{
	return is_offset(offset) ? any_read(fd, into, count, offset) : -1;
}

INTERPOSED ssize_t pwrite64(int fd, const void *from, size_t count, off64_t offset)
{
	return is_offset(offset) ? any_write(fd, from, count, offset) : -1;
}

INTERPOSED ssize_t pread(int fd, void *into, size_t count, off_t offset)
{
	return is_offset(offset) ? any_read(fd, into, count, offset) : -1;
}

INTERPOSED ssize_t pwrite(int fd, const void *from, size_t count, off_t offset)
{
	return is_offset(offset) ? any_write(fd, from, count, offset) : -1;
}

static void check(size_t count, size_t size)
{
	if (count > size)
		abort();
}

INTERPOSED ssize_t __read_chk(int fd, void *into, size_t count, size_t size)
{
	check(count, size);
	return any_read(fd, into, count, AT_POSITION);
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

static bool is_special(int fd, const struct iovec *vector, int count)
{
	if (descriptor_is_ours(fd))
		return true;
	for (int i = 0; i < count; i++)
		if (vector[i].iov_len > 0 && window_overlaps((uintptr_t)vector[i].iov_base, vector[i].iov_len))
			return true;
	return false;
}

/* One piece after the other, until one is not done whole. */
static ssize_t each(int fd, bool storing, const struct iovec *vector, int count, off64_t offset)
{
	ssize_t total = 0;

	for (int i = 0; i < count; i++) {
		void *data = vector[i].iov_base;
		size_t length = vector[i].iov_len;
		off64_t at = offset == AT_POSITION ? offset : offset + total;
		ssize_t done;

		if (length == 0)
			continue;
		done = storing ? any_write(fd, data, length, at) : any_read(fd, data, length, at);
		if (done < 0)
			return total > 0 ? total : -1;
		total += done;
		if ((size_t)done < length)
			break;
	}
	return total;
}

INTERPOSED ssize_t readv(int fd, const struct iovec *vector, int count)
{
	return is_special(fd, vector, count) ? each(fd, false, vector, count, AT_POSITION) : real()->readv(fd, vector, count);
}

INTERPOSED ssize_t writev(int fd, const struct iovec *vector, int count)
{
	return is_special(fd, vector, count) ? each(fd, true, vector, count, AT_POSITION) : real()->writev(fd, vector, count);
}

INTERPOSED ssize_t preadv64(int fd, const struct iovec *vector, int count, off64_t offset)
{
	if (!is_special(fd, vector, count))
		return real()->preadv64(fd, vector, count, offset);
	return is_offset(offset) ? each(fd, false, vector, count, offset) : -1;
}

INTERPOSED ssize_t pwritev64(int fd, const struct iovec *vector, int count, off64_t offset)
{
	if (!is_special(fd, vector, count))
		return real()->pwritev64(fd, vector, count, offset);
	return is_offset(offset) ? each(fd, true, vector, count, offset) : -1;
}

INTERPOSED ssize_t preadv(int fd, const struct iovec *vector, int count, off_t offset)
{
	return preadv64(fd, vector, count, offset);
}

INTERPOSED ssize_t pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
	return pwritev64(fd, vector, count, offset);
}

/* Of sockets, which are always the host's: only the buffer may be in a window. */
INTERPOSED ssize_t recvfrom(int fd, void *into, size_t count, int flags, __SOCKADDR_ARG from, socklen_t *length)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_into(&bounce, into, count))
		return -1;
	done = real()->recvfrom(fd, bounce.data, count, flags, from, length);
	if (done > 0 && !bounce_store(&bounce, (size_t)done < count ? (size_t)done : count))
		done = -1;
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t sendto(int fd, const void *from, size_t count, int flags, __CONST_SOCKADDR_ARG to, socklen_t length)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_from(&bounce, from, count))
		return -1;
	done = real()->sendto(fd, bounce.data, count, flags, to, length);
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t recv(int fd, void *into, size_t count, int flags)
{
	return recvfrom(fd, into, count, flags, (__SOCKADDR_ARG){NULL}, NULL);
}

INTERPOSED ssize_t send(int fd, const void *from, size_t count, int flags)
{
	return sendto(fd, from, count, flags, (__CONST_SOCKADDR_ARG){NULL}, 0);
}

INTERPOSED ssize_t __recv_chk(int fd, void *into, size_t count, size_t size, int flags)
{
	check(count, size);
	return recv(fd, into, count, flags);
}

INTERPOSED ssize_t __recvfrom_chk(int fd, void *into, size_t count, size_t size, int flags, __SOCKADDR_ARG from,
				  socklen_t *length)
{
	check(count, size);
	return recvfrom(fd, into, count, flags, from, length);
}

/* Copies inside of the kernel: of a file of the machine they do not work, and everybody can do without. */
static bool is_refused(int in, int out)
{
	if (!descriptor_is_ours(in) && !descriptor_is_ours(out))
		return false;
	errno = EINVAL;
	return true;
}

INTERPOSED ssize_t sendfile64(int out, int in, off64_t *offset, size_t count)
{
	return is_refused(in, out) ? -1 : real()->sendfile64(out, in, offset, count);
}

INTERPOSED ssize_t sendfile(int out, int in, off_t *offset, size_t count)
{
	return is_refused(in, out) ? -1 : real()->sendfile(out, in, offset, count);
}

INTERPOSED ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags)
{
	return is_refused(in, out) ? -1 : real()->copy_file_range(in, from, out, to, count, flags);
}

INTERPOSED ssize_t splice(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags)
{
	return is_refused(in, out) ? -1 : real()->splice(in, from, out, to, count, flags);
}

static off64_t seek(int fd, off64_t offset, int whence)
{
	struct file *file = descriptor_file(fd);
	off64_t result = -1;

	if (!file)
		return real()->lseek64(fd, offset, whence);
	if (!file_is_seekable(file))
		errno = ESPIPE;
	else if (whence > SEEK_END || (file->kind == FILE_DEVICE && whence == SEEK_END))
		errno = EINVAL;
	else
		result = real()->lseek64(fd, offset, whence);
	file_release(file);
	return result;
}

INTERPOSED off64_t lseek64(int fd, off64_t offset, int whence)
{
	return seek(fd, offset, whence);
}

/* Of the machine's files an offset of 4 bytes is unsigned: physical addresses of I/O space are above 2 GiB. */
INTERPOSED off_t lseek(int fd, off_t offset, int whence)
{
	bool is_unsigned = sizeof(offset) == 4 && descriptor_is_ours(fd);
	off64_t result = seek(fd, is_unsigned && whence == SEEK_SET ? (off64_t)(uint32_t)offset : offset, whence);

	if (result == (off_t)result || (is_unsigned && result <= UINT32_MAX))
		return (off_t)result;
	errno = EOVERFLOW;
	return -1;
}

/* A device has no length; a text of the machine is what it is. */
static int truncate_file(int fd, off64_t length)
{
	struct file *file = descriptor_file(fd);
	int result = 0;

	if (!file)
		return real()->ftruncate64(fd, length);
	if (file->kind == FILE_DEVICE)
		result = file_truncate(file, (uint64_t)length);
	file_release(file);
	return result;
}

INTERPOSED int ftruncate64(int fd, off64_t length)
{
	return truncate_file(fd, length);
}

INTERPOSED int ftruncate(int fd, off_t length)
{
	return truncate_file(fd, length);
}
