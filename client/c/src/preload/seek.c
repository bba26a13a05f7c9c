/* lseek(2), ftruncate(2), and the copies inside of the kernel. */
#include <errno.h>

#include "preload/descriptor.h"
#include "preload/real.h"

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
