/* What of the machine is mapped in this program. */
#include "preload/memory.h"

#include "preload/descriptor.h"
#include "preload/real.h"

size_t memory_pages(size_t length)
{
	return (length + MEMORY_PAGE - 1) & ~(size_t)(MEMORY_PAGE - 1);
}

bool memory_reserve(struct mapping *mapping, void *wish, int flags)
{
	void *start = real()->mmap64(wish, mapping->length, PROT_NONE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);

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
			.start = piece.start,
			.length = piece.length,
			.address = piece.address,
			.order = piece.order,
			.process = the_machine.process,
			.protection = piece.protection,
			.file = -1,
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

bool memory_install(struct mapping *mapping)
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

int memory_forget(uintptr_t start, size_t length, bool tell)
{
	window_remove(start, length);
	return mapping_remove(&the_mappings, start, length, tell);
}
