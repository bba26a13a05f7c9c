/* mprotect(2), madvise(2), msync(2), mlock(2): of the machine's windows only what the program may do is known. */
#include "preload/descriptor.h"
#include "preload/memory.h"
#include "preload/real.h"

/* The host's own mappings between the machine's, one after the other. */
static int each_gap(uintptr_t at, uintptr_t end, int (*change)(void *start, size_t length, int argument), int argument)
{
	struct mapping mapping;

	while (at < end) {
		bool found = mapping_next(&the_mappings, at, &mapping) && mapping.start < end;
		uintptr_t gap_end = found && !mapping.direct ? mapping.start
			: found				     ? mapping.start + mapping.length
							     : end;

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
	size_t whole = memory_pages(length);

	if (at % MEMORY_PAGE != 0 || !mapping_overlaps(&the_mappings, at, whole))
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
