/* Addresses of the program that belong to the machine's mappings. */
#include "static/reservation.h"

#include <sys/syscall.h>

#include "static/program.h"
#include "trap/window.h"

#define PAGE UINT64_C(4096)

uint64_t whole_pages(uint64_t length)
{
	return (length + PAGE - 1) & ~(PAGE - 1);
}

void reservation_make(struct tracee *tracee, struct mapping *mapping, uint64_t wish, int flags,
		      void (*finish)(struct tracee *tracee))
{
	uint64_t all = (uint64_t)(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags);
	const uint64_t argument[6] = { wish, mapping->length, PROT_NONE, all, UINT64_MAX };

	tracee->note = mapping;
	call_make(tracee, SYS_mmap, argument, finish);
}

void reservation_drop(struct tracee *tracee, uint64_t start, size_t length, void (*finish)(struct tracee *tracee))
{
	call_make(tracee, SYS_munmap, (const uint64_t[6]){ start, length }, finish);
}

bool reservation_failed(const struct tracee *tracee)
{
	return (uint64_t)call_result(tracee) > -PAGE;
}

bool reservation_install(const struct mapping *mapping)
{
	if (mapping_add(&program_mappings, mapping) == -1)
		return false;
	machine_tell("map %s: 0x%zx bytes at 0x%zx", mapping->file->path, mapping->length, (size_t)mapping->start);
	return program_trap(mapping->start, mapping->length);
}

int reservation_forget(uint64_t start, size_t length, bool tell)
{
	window_remove(start, length);
	return mapping_remove(&program_mappings, start, length, tell);
}
