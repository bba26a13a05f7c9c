/* IOMAPMAP and IOMAPUNMAP: the windows of the driver iomap. */
#include <errno.h>
#include <string.h>

#include "preload/descriptor.h"
#include "preload/memory.h"
#include "preload/real.h"

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
		if (memory_forget(old.start, old.length, false) < 0)
			return false;
		real()->munmap((void *)old.start, old.length);
	}
	return false;
}

/* At the machine's address, or when the system chooses and that is taken, elsewhere below 4 GiB. */
static bool reserve_iomap(struct mapping *mapping, uint64_t wish)
{
	int error = errno;

	if (memory_reserve(mapping, (void *)(uintptr_t)mapping->address, MAP_FIXED_NOREPLACE)) {
		if (mapping->start == mapping->address)
			return true;
		real()->munmap((void *)mapping->start, mapping->length);
	}
	errno = error;
#ifdef MAP_32BIT
	if (wish == 0 && memory_reserve(mapping, NULL, MAP_32BIT))
		return true;
#else
	if (wish == 0 && memory_reserve(mapping, NULL, 0))
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
		if (!memory_install(&mapping))
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
		if (memory_forget(gone.start, gone.length, false) < 0)
			return -1;
		real()->munmap((void *)gone.start, gone.length);
	}
	return 0;
}
