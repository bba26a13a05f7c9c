/* readv(2), writev(2) and their relatives. */
#include "preload/descriptor.h"
#include "preload/real.h"
#include "preload/transfer.h"

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
		done = storing ? transfer_write(fd, data, length, at) : transfer_read(fd, data, length, at);
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
	return is_special(fd, vector, count) ? each(fd, false, vector, count, AT_POSITION)
					     : real()->readv(fd, vector, count);
}

INTERPOSED ssize_t writev(int fd, const struct iovec *vector, int count)
{
	return is_special(fd, vector, count) ? each(fd, true, vector, count, AT_POSITION)
					     : real()->writev(fd, vector, count);
}

INTERPOSED ssize_t preadv64(int fd, const struct iovec *vector, int count, off64_t offset)
{
	if (!is_special(fd, vector, count))
		return real()->preadv64(fd, vector, count, offset);
	return each(fd, false, vector, count, offset);
}

INTERPOSED ssize_t pwritev64(int fd, const struct iovec *vector, int count, off64_t offset)
{
	if (!is_special(fd, vector, count))
		return real()->pwritev64(fd, vector, count, offset);
	return each(fd, true, vector, count, offset);
}

INTERPOSED ssize_t preadv(int fd, const struct iovec *vector, int count, off_t offset)
{
	return preadv64(fd, vector, count, offset);
}

INTERPOSED ssize_t pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
	return pwritev64(fd, vector, count, offset);
}
