/* mmap(2) and its relatives, and IOMAPMAP. */
#include "preload/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/real.h"

#define PAGE 4096u

static size_t whole_pages(size_t length)
{
	return (length + PAGE - 1) & ~(size_t)(PAGE - 1);
}

/* Takes addresses of the program, without any right: everything in them traps. */
static bool reserve(struct mapping *mapping, void *wish, int flags)
{
	void *start = real()->mmap64(wish, mapping->length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags,
				     -1, 0);

	mapping->start = (uintptr_t)start;
	return start != MAP_FAILED;
}

/* Puts memory of the machine there, instead of what traps. */
static bool make_direct(const struct mapping *mapping)
{
	struct iomap_process *process = machine_process(&the_machine);
	void *memory;

	if (!machine_is_direct() || !process || (mapping->flags & MAP_TYPE) == MAP_PRIVATE ||
	    !mapping_is_bus_ordered(mapping))
		return false;
	memory = iomap_share(process, mapping->address, mapping->length);
	if (!memory)
		return false;
	if (real()->mremap(memory, mapping->length, mapping->length, MREMAP_MAYMOVE | MREMAP_FIXED,
			   (void *)mapping->start) == MAP_FAILED) {
		real()->munmap(memory, mapping->length);
		return false;
	}
	real()->mprotect((void *)mapping->start, mapping->length, mapping->protection);
	return true;
}

static void make_windows(const struct mapping *whole)
{
	struct mapping piece;
	uintptr_t end = whole->start + whole->length;

	for (uintptr_t at = whole->start; mapping_next(&the_mappings, at, &piece) && piece.start < end;
	     at = piece.start + piece.length)
		window_add(&(struct window){
			.start = piece.start, .length = piece.length, .address = piece.address, .order = piece.order,
			.process = the_machine.process, .protection = piece.protection, .file = -1,
		});
}

/* In a child of fork(2): the same windows at the same addresses, as another process of the machine. */
static void inherit(void)
{
	struct mapping mapping;

	mapping_inherit(&the_mappings);
	for (uintptr_t at = 0; mapping_next(&the_mappings, at, &mapping); at = mapping.start + mapping.length) {
		if (mapping.direct)
			continue;
		window_remove(mapping.start, mapping.length);
		make_windows(&mapping);
	}
}

/* After libiomap's own handler, which it has since the connection was made: the child's is to be made in ours. */
static void notice_forks(void)
{
	pthread_atfork(NULL, NULL, inherit);
}

/* What is reserved at mapping->start becomes the machine's. */
static bool install(struct mapping *mapping)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, notice_forks);
	mapping->direct = make_direct(mapping);
	if (mapping_add(&the_mappings, mapping) < 0) {
		real()->munmap((void *)mapping->start, mapping->length);
		return false;
	}
	if (!mapping->direct)
		make_windows(mapping);
	machine_tell("map %s: 0x%zx bytes at %p%s", mapping->file->path, mapping->length, (void *)mapping->start,
		     mapping->direct ? ", directly" : "");
	return true;
}

/* The machine's mappings in this range go; the addresses stay the program's, without any right. */
static int forget(uintptr_t start, size_t length, bool tell)
{
	window_remove(start, length);
	return mapping_remove(&the_mappings, start, length, tell);
}

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
		forget((uintptr_t)wish, mapping.length, true);
#ifdef MAP_32BIT
	place |= flags & MAP_32BIT;
#endif
	if (!reserve(&mapping, wish, place)) {
		mapping_abandon(&mapping);
		return MAP_FAILED;
	}
	return install(&mapping) ? (void *)mapping.start : MAP_FAILED;
}

INTERPOSED void *mmap64(void *wish, size_t length, int protection, int flags, int fd, off64_t offset)
{
	struct file *file = flags & MAP_ANONYMOUS ? NULL : descriptor_file(fd);
	void *start;

	if (file && file->kind != FILE_TEXT && file->kind != FILE_CONFIG)
		start = map_file(file, wish, length, protection, flags, offset);
	else {
		start = real()->mmap64(wish, length, protection, flags, fd, offset);
		if (start != MAP_FAILED && (flags & MAP_FIXED) &&
		    mapping_overlaps(&the_mappings, (uintptr_t)start, whole_pages(length)))
			forget((uintptr_t)start, whole_pages(length), true);
	}
	if (file)
		file_release(file);
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

	if (at % PAGE == 0 && mapping_overlaps(&the_mappings, at, whole_pages(length))) {
		if (mapping_has_iomap(&the_mappings, at, whole_pages(length))) {
			errno = EINVAL;
			return -1;
		}
		if (forget(at, whole_pages(length), true) < 0)
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
	if (!mapping_overlaps(&the_mappings, at, whole_pages(old_length)))
		return real()->mremap(start, old_length, length, flags, wish);
	mapping_next(&the_mappings, at, &mapping);
	if (mapping.start != at || mapping.length != whole_pages(old_length) || mapping.iomap || length == 0) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	length = whole_pages(length);
	if (length > mapping.length || (flags & MREMAP_FIXED))
		return map_longer(&mapping, length, flags, wish);
	if (length < mapping.length && munmap((void *)(at + length), mapping.length - length) < 0)
		return MAP_FAILED;
	return start;
}

/* The host's own mappings between the machine's, one after the other. */
static int each_gap(uintptr_t at, uintptr_t end, int (*change)(void *start, size_t length, int argument), int argument)
{
	struct mapping mapping;

	while (at < end) {
		bool found = mapping_next(&the_mappings, at, &mapping) && mapping.start < end;
		uintptr_t gap_end = found && !mapping.direct ? mapping.start : found ? mapping.start + mapping.length : end;

		if (gap_end > end)
			gap_end = end;
		if (gap_end > at && change((void *)at, gap_end - at, argument) < 0)
			return -1;
		at = found ? mapping.start + mapping.length : end;
	}
	return 0;
}

INTERPOSED int mprotect(void *start, size_t length, int protection)
{
	uintptr_t at = (uintptr_t)start;
	size_t whole = whole_pages(length);

	if (at % PAGE != 0 || !mapping_overlaps(&the_mappings, at, whole))
		return real()->mprotect(start, length, protection);
	if (mapping_protect(&the_mappings, at, whole, protection) < 0)
		return -1;
	window_protect(at, whole, protection);
	return each_gap(at, at + whole, real()->mprotect, protection);
}

INTERPOSED int madvise(void *start, size_t length, int advice)
{
	return each_gap((uintptr_t)start, (uintptr_t)start + length, real()->madvise, advice);
}

INTERPOSED int msync(void *start, size_t length, int flags)
{
	return each_gap((uintptr_t)start, (uintptr_t)start + length, real()->msync, flags);
}

static int lock_part(void *start, size_t length, int argument)
{
	(void)argument;
	return real()->mlock(start, length);
}

INTERPOSED int mlock(const void *start, size_t length)
{
	return each_gap((uintptr_t)start, (uintptr_t)start + length, lock_part, 0);
}

/*
 * After an IOMAPMAP, what this program had there is gone from the machine (rule 19), and goes here; but for the very same
 * mapping, which stays (rule 12). True: *mapping is that one.
 */
static bool is_mapped_already(struct mapping *mapping)
{
	struct mapping old;

	while (mapping_at_machine(&the_mappings, mapping->address, mapping->length, &old)) {
		if (old.iomap && old.address == mapping->address && old.length == mapping->length &&
		    strcmp(old.file->path, mapping->file->path) == 0) {
			file_drop(mapping->file);
			*mapping = old;
			return true;
		}
		if (forget(old.start, old.length, false) < 0)
			return false;
		real()->munmap((void *)old.start, old.length);
	}
	return false;
}

/* At the machine's address, or when the system chooses and that is taken, elsewhere below 4 GiB. */
static bool reserve_iomap(struct mapping *mapping, uint64_t wish)
{
	int error = errno;

	if (reserve(mapping, (void *)(uintptr_t)mapping->address, MAP_FIXED_NOREPLACE)) {
		if (mapping->start == mapping->address)
			return true;
		real()->munmap((void *)mapping->start, mapping->length);
	}
	errno = error;
#ifdef MAP_32BIT
	if (wish == 0 && reserve(mapping, NULL, MAP_32BIT))
		return true;
#else
	if (wish == 0 && reserve(mapping, NULL, 0))
		return true;
#endif
	errno = ENOMEM;
	return false;
}

int memory_map_iomap(struct file *file, uint64_t *address)
{
	uint64_t wish = *address;
	struct mapping mapping;

	if (mapping_ask_iomap(file, wish, &mapping) < 0)
		return -1;
	if (!is_mapped_already(&mapping)) {
		if (!reserve_iomap(&mapping, wish)) {
			mapping_abandon(&mapping);
			return -1;
		}
		if (!install(&mapping))
			return -1;
	}
	*address = mapping.start;
	return 0;
}

int memory_unmap_iomap(struct file *file)
{
	struct mapping gone;

	if (mapping_unmap_iomap(file) < 0)
		return -1;
	while (mapping_of_iomap(&the_mappings, file, &gone)) {
		if (forget(gone.start, gone.length, false) < 0)
			return -1;
		real()->munmap((void *)gone.start, gone.length);
	}
	return 0;
}
