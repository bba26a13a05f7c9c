/* ioctl(2). */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "preload/bounce.h"
#include "preload/descriptor.h"
#include "preload/memory.h"
#include "preload/real.h"

/* IOMAPMAP and IOMAPUNMAP without the size of the argument, which is 4 or 8. */
#define WITHOUT_SIZE 0xC000FFFFu
#define MAP (IOMAP_IOMAPMAP & WITHOUT_SIZE)
#define UNMAP (IOMAP_IOMAPUNMAP & WITHOUT_SIZE)

static bool is_iomap(uint32_t request, uint32_t which)
{
	size_t size = file_ioctl_size(request);

	return (request & WITHOUT_SIZE) == which && (size == 4 || size == 8);
}

/* The kernel's requests for any file, and for terminals: FIONBIO, FIOCLEX, TCGETS, ... have no size. */
static bool is_of_host(uint32_t request)
{
	return (request >> 8) == 'T';
}

/* The number of this size that is at `number': the first bytes of a big-endian one are the highest. */
static unsigned char *bytes_of(uint64_t *number, size_t size)
{
	return (unsigned char *)number + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? sizeof(*number) - size : 0);
}

static bool fetch(const void *from, size_t size, uint64_t *value)
{
	struct bounce bounce;

	if (size != 1 && size != 2 && size != 4 && size != 8) {
		errno = EINVAL;
		return false;
	}
	if (!bounce_from(&bounce, from, size, true))
		return false;
	*value = 0;
	memcpy(bytes_of(value, size), bounce.data, size);
	bounce_end(&bounce);
	return true;
}

static bool leave(void *at, size_t size, uint64_t value)
{
	struct bounce bounce;
	bool left;

	if (!bounce_into(&bounce, at, size, true))
		return false;
	memcpy(bounce.data, bytes_of(&value, size), size);
	left = bounce_store(&bounce, size);
	bounce_end(&bounce);
	return left;
}

/* The machine gets the value that the argument points to; a request without a size has the argument itself. */
static int control(struct file *file, uint32_t request, void *argument)
{
	size_t size = file_ioctl_size(request);
	uint64_t value = (uintptr_t)argument;
	uint64_t before;
	int result;

	if (is_iomap(request, UNMAP))
		return memory_unmap_iomap(file);
	if (size > 0 && !fetch(argument, size, &value))
		return -1;
	before = value;
	result = is_iomap(request, MAP) ? memory_map_iomap(file, &value) : file_ioctl(file, request, &value);
	if (result >= 0 && size > 0 && value != before && !leave(argument, size, value))
		return -1;
	return result;
}

INTERPOSED int ioctl(int fd, unsigned long request, ...)
{
	struct file *file = descriptor_file(fd);
	va_list arguments;
	void *argument;
	int result;

	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (file && !is_of_host((uint32_t)request))
		result = control(file, (uint32_t)request, argument);
	else
		result = real()->ioctl(fd, request, argument);
	if (file)
		file_release(file);
	return result;
}
