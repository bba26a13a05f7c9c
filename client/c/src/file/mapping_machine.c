/* Mappings at the machine: made, taken away, and made again in a child. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#include "file/file.h"
#include "file/mapping.h"

#define PAGE 4096ull

static uint64_t whole_pages(uint64_t length)
{
	return (length + PAGE - 1) & ~(PAGE - 1);
}

static int remote_protection(int protection)
{
	return (protection & PROT_READ ? IOMAP_PROT_READ : 0) | (protection & PROT_WRITE ? IOMAP_PROT_WRITE : 0);
}

static int remote_flags(int flags)
{
	return (flags & MAP_TYPE) == MAP_PRIVATE ? IOMAP_MAP_PRIVATE : IOMAP_MAP_SHARED;
}

int mapping_ask(struct file *file, size_t length, int protection, int flags, uint64_t offset, struct mapping *mapping)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);
	uint64_t address = 0;

	if (remote < 0)
		return -1;
	if (length == 0 || offset % PAGE != 0 || whole_pages(length) < length) {
		errno = EINVAL;
		return -1;
	}
	if (protection & PROT_EXEC) {
		errno = EPERM;
		return -1;
	}
	length = whole_pages(length);
	if (iomap_mmap(process, remote, &address, length, offset, remote_protection(protection), remote_flags(flags)) <
	    0)
		return -1;
	file_hold(file);
	*mapping = (struct mapping){
		.length = length,
		.address = address,
		.offset = offset,
		.protection = protection,
		.flags = flags,
		.file = file,
	};
	return 0;
}

/* The bytes that a device of iomap has: its minor number says so (rules 3 and 4). */
static uint64_t iomap_length(uint32_t device)
{
	return (uint64_t)(device & 15) << (device >> 4 & 15) << 12;
}

int mapping_ask_iomap(struct file *file, uint64_t wish, struct mapping *mapping)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);
	struct iomap_stat status;
	uint32_t address = (uint32_t)wish;

	if (remote < 0 || iomap_stat(process, file->path, &status) < 0)
		return -1;
	if (wish > UINT32_MAX) {
		errno = EINVAL;
		return -1;
	}
	if (iomap_map(process, remote, &address) < 0)
		return -1;
	file_hold(file);
	*mapping = (struct mapping){
		.length = iomap_length(status.device),
		.address = address,
		.protection = PROT_READ | PROT_WRITE,
		.flags = MAP_SHARED,
		.iomap = true,
		.file = file,
	};
	return 0;
}

void mapping_unmap(const struct mapping *mapping)
{
	struct iomap_process *process;
	int remote;

	if (!mapping->iomap) {
		process = machine_process(mapping->file->machine);
		if (process)
			iomap_munmap(process, mapping->address, mapping->length);
		return;
	}
	file_revive(mapping->file);
	remote = file_remote(mapping->file, &process);
	if (remote >= 0)
		iomap_unmap(process, remote);
	file_release(mapping->file);
}

void mapping_abandon(struct mapping *mapping)
{
	int error = errno;

	mapping_unmap(mapping);
	file_drop(mapping->file);
	errno = error;
}

int mapping_unmap_iomap(struct file *file)
{
	struct iomap_process *process;
	int remote = file_remote(file, &process);

	return remote < 0 ? -1 : iomap_unmap(process, remote);
}

uint64_t mapping_order(struct mapping *mapping)
{
	uint64_t same = mapping->length;

	if (machine_order_is_set(&mapping->order))
		return same;
	mapping->order = VALUE_ORDER;
	if (mapping->file->kind == FILE_RESOURCE)
		mapping->order = BUS_ORDER;
	else if (strcmp(mapping->file->path, "/dev/mem") == 0)
		mapping->order = machine_order(mapping->file->machine, mapping->offset, mapping->length, &same);
	return same;
}

bool mapping_is_bus_ordered(const struct mapping *mapping)
{
	struct mapping whole = *mapping;

	/* A big-endian program has the order of the bus in any case. */
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		return true;
	return mapping_order(&whole) == whole.length && whole.order == BUS_ORDER;
}

void mapping_map_again(struct mapping *mapping)
{
	struct iomap_process *process;
	uint32_t address = 0;
	int remote;
	int result = -1;

	file_revive(mapping->file);
	remote = file_remote(mapping->file, &process);
	if (remote >= 0 && mapping->iomap)
		result = iomap_map(process, remote, &address);
	if (remote >= 0 && !mapping->iomap) {
		mapping->address = 0;
		result = iomap_mmap(process, remote, &mapping->address, mapping->length, mapping->offset,
				    remote_protection(mapping->protection), remote_flags(mapping->flags));
	}
	if (result == 0 && mapping->iomap)
		mapping->address = address + mapping->offset;
	file_release(mapping->file);
}
