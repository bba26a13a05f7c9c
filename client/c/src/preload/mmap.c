/* mmap(2), munmap(2), mremap(2). */
#include <errno.h>
#include <stdarg.h>

#include "preload/descriptor.h"
#include "preload/memory.h"
#include "preload/real.h"

static void *map_file(struct file *file, void *wish, size_t length, int protection, int flags, off64_t offset)
{
	int place = flags & (MAP_FIXED | MAP_FIXED_NOREPLACE);
	struct mapping mapping;

	if (file->kind == FILE_DIRECTORY) {
		errno = ENODEV;
		return MAP_FAILED;
	}
	if (mapping_ask(file, length, protection, flags, (uint64_t)offset, &mapping) < 0)
		return MAP_FAILED;
	if ((flags & MAP_FIXED) && mapping_overlaps(&the_mappings, (uintptr_t)wish, mapping.length))
		memory_forget((uintptr_t)wish, mapping.length, true);
#ifdef MAP_32BIT
	place |= flags & MAP_32BIT;
#endif
	if (!memory_reserve(&mapping, wish, place)) {
		mapping_abandon(&mapping);
		return MAP_FAILED;
	}
	return memory_install(&mapping) ? (void *)mapping.start : MAP_FAILED;
}

INTERPOSED void *mmap64(void *wish, size_t length, int protection, int flags, int fd, off64_t offset)
{
	struct file *file = flags & MAP_ANONYMOUS ? NULL : descriptor_file(fd);
	int error = errno;
	void *start;

	if (file && file->kind != FILE_TEXT && file->kind != FILE_CONFIG)
		start = map_file(file, wish, length, protection, flags, offset);
	else {
		start = real()->mmap64(wish, length, protection, flags, fd, offset);
		if (start != MAP_FAILED && (flags & MAP_FIXED) &&
		    mapping_overlaps(&the_mappings, (uintptr_t)start, memory_pages(length)))
			memory_forget((uintptr_t)start, memory_pages(length), true);
	}
	if (file)
		file_release(file);
	if (start != MAP_FAILED)
		errno = error;
	return start;
}

INTERPOSED void *mmap(void *wish, size_t length, int protection, int flags, int fd, off_t offset)
{
	/* An offset of 4 bytes is unsigned: physical addresses of I/O space are above 2 GiB. */
	return mmap64(wish, length, protection, flags, fd, sizeof(offset) == 4 ? (off64_t)(uint32_t)offset : offset);
}

INTERPOSED int munmap(void *start, size_t length)
{
	uintptr_t at = (uintptr_t)start;

	if (at % MEMORY_PAGE == 0 && mapping_overlaps(&the_mappings, at, memory_pages(length))) {
		if (mapping_has_iomap(&the_mappings, at, memory_pages(length))) {
			errno = EINVAL;
			return -1;
		}
		if (memory_forget(at, memory_pages(length), true) < 0)
			return -1;
	}
	return real()->munmap(start, length);
}

/* A longer mapping of the same file, from the same byte on, and the old one goes. */
static void *map_longer(const struct mapping *old, size_t length, int flags, void *wish)
{
	int place = flags & MREMAP_FIXED ? MAP_FIXED : 0;
	void *start;

	if (!(flags & MREMAP_MAYMOVE)) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	file_revive(old->file);
	start = map_file(old->file, place ? wish : NULL, length, old->protection, (old->flags & MAP_TYPE) | place,
			 (off64_t)old->offset);
	file_release(old->file);
	if (start != MAP_FAILED)
		munmap((void *)old->start, old->length);
	return start;
}

INTERPOSED void *mremap(void *start, size_t old_length, size_t length, int flags, ...)
{
	uintptr_t at = (uintptr_t)start;
	struct mapping mapping;
	va_list arguments;
	void *wish;

	va_start(arguments, flags);
	wish = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
	va_end(arguments);
	if (!mapping_overlaps(&the_mappings, at, memory_pages(old_length)))
		return real()->mremap(start, old_length, length, flags, wish);
	mapping_next(&the_mappings, at, &mapping);
	if (mapping.start != at || mapping.length != memory_pages(old_length) || mapping.iomap || length == 0) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	length = memory_pages(length);
	if (length > mapping.length || (flags & MREMAP_FIXED))
		return map_longer(&mapping, length, flags, wish);
	if (length < mapping.length && munmap((void *)(at + length), mapping.length - length) < 0)
		return MAP_FAILED;
	return start;
}
