/* mmap(2) and its relatives, and IOMAPMAP. A window is a range of the program's addresses without any right. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "static/calls.h"
#include "static/program.h"
#include "static/reservation.h"
#include "trap/window.h"

#define PAGE UINT64_C(4096)

static bool overlaps(const struct tracee *tracee)
{
	return tracee->argument[0] % PAGE == 0 &&
		mapping_overlaps(&program_mappings, tracee->argument[0], whole_pages(tracee->argument[1]));
}

static void finish_map(struct tracee *tracee)
{
	struct mapping *mapping = tracee->note;

	mapping->start = (uintptr_t)call_result(tracee);
	if (reservation_failed(tracee))
		mapping_abandon(mapping);
	else if (!reservation_install(mapping))
		call_return(tracee, -ENOMEM);
	free(mapping);
}

static void map_file(struct tracee *tracee, struct file *file)
{
	const uint64_t *argument = tracee->argument;
	int flags = (int)argument[3];
	struct mapping *mapping = malloc(sizeof(*mapping));
	int result = -1;

	if (!mapping)
		errno = ENOMEM;
	else if (file->kind == FILE_DIRECTORY)
		errno = ENODEV;
	else
		result = mapping_ask(file, argument[1], (int)argument[2], flags, argument[5], mapping);
	if (result == -1) {
		call_return(tracee, -errno);
		free(mapping);
		return;
	}
	if ((flags & MAP_FIXED) && mapping_overlaps(&program_mappings, argument[0], mapping->length))
		reservation_forget(argument[0], mapping->length, true);
	flags &= MAP_FIXED | MAP_FIXED_NOREPLACE | MAP_32BIT;
	reservation_make(tracee, mapping, argument[0], flags, finish_map);
}

/* Something else of the host is where windows were. */
static void finish_replacing(struct tracee *tracee)
{
	if (!reservation_failed(tracee))
		reservation_forget(tracee->argument[0], whole_pages(tracee->argument[1]), true);
}

void call_mmap(struct tracee *tracee)
{
	bool anonymous = tracee->argument[3] & MAP_ANONYMOUS;
	struct file *file = anonymous ? NULL : table_get(&program_table, (int)tracee->argument[4]);

	if (file && file->kind != FILE_TEXT && file->kind != FILE_CONFIG)
		map_file(tracee, file);
	else if ((tracee->argument[3] & MAP_FIXED) && overlaps(tracee))
		tracee->finish = finish_replacing;
	if (file)
		file_release(file);
}

void call_munmap(struct tracee *tracee)
{
	uint64_t length = whole_pages(tracee->argument[1]);

	if (!overlaps(tracee))
		return;
	if (mapping_has_iomap(&program_mappings, tracee->argument[0], length))
		call_return(tracee, -EINVAL);
	else if (reservation_forget(tracee->argument[0], length, true) == -1)
		call_return(tracee, -errno);
}

static void finish_remap(struct tracee *tracee)
{
	struct mapping *mapping = tracee->note;

	if (!reservation_failed(tracee))
		call_return(tracee, (long)mapping->start);
	free(mapping);
}

/* The longer one is there; the old one goes. */
static void finish_longer(struct tracee *tracee)
{
	struct mapping *mapping = tracee->note;

	mapping->start = (uintptr_t)call_result(tracee);
	if (reservation_failed(tracee) || !reservation_install(mapping)) {
		if (reservation_failed(tracee))
			mapping_abandon(mapping);
		call_return(tracee, -ENOMEM);
		free(mapping);
		return;
	}
	reservation_forget(tracee->argument[0], whole_pages(tracee->argument[1]), true);
	reservation_drop(tracee, tracee->argument[0], whole_pages(tracee->argument[1]), finish_remap);
}

/* Asks the machine for a longer mapping of the same file, from the same byte on. */
static void map_longer(struct tracee *tracee, struct mapping *mapping)
{
	const uint64_t *argument = tracee->argument;
	bool fixed = argument[3] & MREMAP_FIXED;
	struct mapping old = *mapping;
	int result;

	file_revive(old.file);
	result = mapping_ask(old.file, argument[2], old.protection, old.flags & MAP_TYPE, old.offset, mapping);
	file_release(old.file);
	if (result == -1) {
		call_return(tracee, -errno);
		free(mapping);
		return;
	}
	reservation_make(tracee, mapping, fixed ? argument[4] : 0, fixed ? MAP_FIXED : 0, finish_longer);
}

static void remap(struct tracee *tracee, struct mapping *mapping)
{
	uint64_t length = whole_pages(tracee->argument[2]);
	uint64_t end = mapping->start + length;
	size_t rest = mapping->length - length;

	if (length > mapping->length || (tracee->argument[3] & MREMAP_FIXED)) {
		if (tracee->argument[3] & MREMAP_MAYMOVE) {
			map_longer(tracee, mapping);
			return;
		}
		call_return(tracee, -ENOMEM);
	} else if (rest == 0) {
		call_return(tracee, (long)mapping->start);
	} else if (reservation_forget(end, rest, true) == -1) {
		call_return(tracee, -errno);
	} else {
		tracee->note = mapping;
		reservation_drop(tracee, end, rest, finish_remap);
		return;
	}
	free(mapping);
}

void call_mremap(struct tracee *tracee)
{
	const uint64_t *argument = tracee->argument;
	struct mapping *mapping;

	if (!overlaps(tracee))
		return;
	mapping = malloc(sizeof(*mapping));
	if (!mapping || !mapping_next(&program_mappings, argument[0], mapping) || mapping->start != argument[0] ||
	    mapping->length != whole_pages(argument[1]) || mapping->iomap || argument[2] == 0) {
		call_return(tracee, mapping ? -EINVAL : -ENOMEM);
		free(mapping);
		return;
	}
	remap(tracee, mapping);
}

static void protect_next(struct tracee *tracee, uint64_t at);

static void finish_protect(struct tracee *tracee)
{
	if (!reservation_failed(tracee))
		protect_next(tracee, (uintptr_t)tracee->note);
}

/* mprotect(2) of the host's own mappings between the machine's, one after the other. */
static void protect_next(struct tracee *tracee, uint64_t at)
{
	uint64_t end = tracee->argument[0] + whole_pages(tracee->argument[1]);
	struct mapping mapping = { 0 };

	while (at < end && mapping_next(&program_mappings, at, &mapping) && mapping.start <= at)
		at = mapping.start + mapping.length;
	if (at >= end) {
		call_return(tracee, 0);
		return;
	}
	if (mapping.start > at && mapping.start < end)
		end = mapping.start;
	tracee->note = (void *)(uintptr_t)end;
	call_make(tracee, SYS_mprotect, (const uint64_t[6]){ at, end - at, tracee->argument[2] }, finish_protect);
}

void call_mprotect(struct tracee *tracee)
{
	uint64_t start = tracee->argument[0];
	uint64_t length = whole_pages(tracee->argument[1]);

	if (!overlaps(tracee))
		return;
	if (mapping_protect(&program_mappings, start, length, (int)tracee->argument[2]) == -1) {
		call_return(tracee, -errno);
		return;
	}
	window_protect(start, length, (int)tracee->argument[2]);
	protect_next(tracee, start);
}
