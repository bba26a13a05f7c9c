/* ioctl(2). */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

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

static bool fetch(const void *from, size_t size, uint64_t *value)
{
	uint32_t word;
	uint16_t half;

	if ((uintptr_t)from < 4096) {
		errno = EFAULT;
		return false;
	}
	switch (size) {
	case 1:
		*value = *(const unsigned char *)from;
		return true;
	case 2:
		memcpy(&half, from, size);
		*value = half;
		return true;
	case 4:
		memcpy(&word, from, size);
		*value = word;
		return true;
	case 8:
		memcpy(value, from, size);
		return true;
	default:
		errno = EINVAL;
		return false;
	}
}

static void leave(void *at, size_t size, uint64_t value)
{
	unsigned char byte = (unsigned char)value;
	uint16_t half = (uint16_t)value;
	uint32_t word = (uint32_t)value;

	memcpy(at, size == 1 ? (void *)&byte : size == 2 ? (void *)&half : size == 4 ? (void *)&word : (void *)&value, size);
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
	if (result >= 0 && size > 0 && value != before)
		leave(argument, size, value);
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
