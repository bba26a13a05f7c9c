/* The table of what a program has mapped of the machine. */
#include "file/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#include "file/file.h"

/* The place of the first mapping that ends above `start'. The lock is held, here and below. */
static unsigned find(const struct mappings *mappings, uintptr_t start)
{
	unsigned i = 0;

	while (i < mappings->count && mappings->at[i].start + (mappings->at[i].length - 1) < start)
		i++;
	return i;
}

static void insert(struct mappings *mappings, const struct mapping *mapping)
{
	unsigned i = find(mappings, mapping->start);

	memmove(&mappings->at[i + 1], &mappings->at[i], (mappings->count - i) * sizeof(*mapping));
	mappings->at[i] = *mapping;
	mappings->count++;
}

static void delete (struct mappings *mappings, unsigned i)
{
	mappings->count--;
	memmove(&mappings->at[i], &mappings->at[i + 1], (mappings->count - i) * sizeof(mappings->at[0]));
}

/* `mapping' without its first bytes. */
static void advance(struct mapping *mapping, size_t bytes)
{
	mapping->start += bytes;
	mapping->address += bytes;
	mapping->offset += bytes;
	mapping->length -= bytes;
}

int mapping_add(struct mappings *mappings, const struct mapping *mapping)
{
	struct mapping pieces[2 * MACHINE_RANGES + 1];
	struct mapping rest = *mapping;
	unsigned count = 0;
	bool fits;

	while (rest.length > 0) {
		uint64_t same = mapping_order(&rest);

		pieces[count] = rest;
		pieces[count++].length = same;
		advance(&rest, same);
	}
	pthread_mutex_lock(&mappings->lock);
	fits = mappings->count + count <= MAPPINGS;
	for (unsigned i = 0; fits && i < count; i++) {
		if (i > 0)
			file_hold(mapping->file);
		insert(mappings, &pieces[i]);
	}
	pthread_mutex_unlock(&mappings->lock);
	if (fits)
		return 0;
	mapping_abandon(&(struct mapping){ .length = mapping->length,
					   .address = mapping->address,
					   .iomap = mapping->iomap,
					   .file = mapping->file });
	errno = ENOMEM;
	return -1;
}

bool mapping_next(struct mappings *mappings, uintptr_t start, struct mapping *mapping)
{
	unsigned i;
	bool found;

	pthread_mutex_lock(&mappings->lock);
	i = find(mappings, start);
	found = i < mappings->count;
	if (found)
		*mapping = mappings->at[i];
	pthread_mutex_unlock(&mappings->lock);
	return found;
}

bool mapping_overlaps(struct mappings *mappings, uintptr_t start, size_t length)
{
	struct mapping mapping;

	return mappings->count > 0 && length > 0 && mapping_next(mappings, start, &mapping) &&
		mapping.start <= start + (length - 1);
}

bool mapping_at_machine(struct mappings *mappings, uint64_t address, size_t length, struct mapping *mapping)
{
	bool found = false;

	pthread_mutex_lock(&mappings->lock);
	for (unsigned i = 0; i < mappings->count && !found; i++) {
		const struct mapping *here = &mappings->at[i];

		found = here->address < address + length && address < here->address + here->length;
		if (found)
			*mapping = *here;
	}
	pthread_mutex_unlock(&mappings->lock);
	return found;
}

bool mapping_has_iomap(struct mappings *mappings, uintptr_t start, size_t length)
{
	struct mapping mapping;

	for (uintptr_t at = start; mapping_next(mappings, at, &mapping) && mapping.start <= start + (length - 1);
	     at = mapping.start + mapping.length)
		if (mapping.iomap)
			return true;
	return false;
}

/* The part of a mapping that is in [start, last]. */
static struct mapping cut(struct mapping mapping, uintptr_t start, uintptr_t last)
{
	if (start > mapping.start)
		advance(&mapping, start - mapping.start);
	if (last < mapping.start + (mapping.length - 1))
		mapping.length = last - mapping.start + 1;
	return mapping;
}

/* Takes the part of the mapping at place i that is in [start, last] out of the table. */
static struct mapping take_out(struct mappings *mappings, unsigned i, uintptr_t start, uintptr_t last)
{
	struct mapping whole = mappings->at[i];
	struct mapping gone = cut(whole, start, last);
	uintptr_t end = whole.start + whole.length;
	uintptr_t gone_end = gone.start + gone.length;

	delete (mappings, i);
	if (whole.start < gone.start) {
		file_hold(whole.file);
		whole.length = gone.start - whole.start;
		insert(mappings, &whole);
	}
	if (gone_end < end) {
		struct mapping tail = cut(gone, gone.start, gone.start);

		file_hold(tail.file);
		advance(&tail, gone_end - gone.start);
		tail.length = end - gone_end;
		insert(mappings, &tail);
	}
	return gone;
}

int mapping_remove(struct mappings *mappings, uintptr_t start, size_t length, bool tell)
{
	uintptr_t last = start + (length - 1);
	struct mapping gone;

	for (;;) {
		unsigned i;
		bool found, fits;

		pthread_mutex_lock(&mappings->lock);
		i = find(mappings, start);
		found = i < mappings->count && mappings->at[i].start <= last;
		fits = mappings->count < MAPPINGS;
		if (found && fits)
			gone = take_out(mappings, i, start, last);
		pthread_mutex_unlock(&mappings->lock);
		if (!found)
			return 0;
		if (!fits) {
			errno = ENOMEM;
			return -1;
		}
		if (tell)
			mapping_unmap(&gone);
		file_drop(gone.file);
	}
}

bool mapping_of_iomap(struct mappings *mappings, const struct file *file, struct mapping *mapping)
{
	bool found = false;

	pthread_mutex_lock(&mappings->lock);
	for (unsigned i = 0; i < mappings->count && !found; i++) {
		*mapping = mappings->at[i];
		found = mapping->iomap && strcmp(mapping->file->path, file->path) == 0;
	}
	pthread_mutex_unlock(&mappings->lock);
	return found;
}

int mapping_protect(struct mappings *mappings, uintptr_t start, size_t length, int protection)
{
	uintptr_t last = start + (length - 1);
	struct mapping changed;
	unsigned i;
	int result = 0;

	pthread_mutex_lock(&mappings->lock);
	for (i = find(mappings, start); i < mappings->count && mappings->at[i].start <= last;
	     i = find(mappings, start)) {
		const struct mapping *here = &mappings->at[i];

		if ((protection & PROT_WRITE) && !here->iomap && (here->flags & MAP_TYPE) != MAP_PRIVATE &&
		    (here->file->flags & O_ACCMODE) != O_RDWR)
			errno = EACCES;
		else if (mappings->count + 2 > MAPPINGS)
			errno = ENOMEM;
		else {
			changed = take_out(mappings, i, start, last);
			changed.protection = protection;
			insert(mappings, &changed);
			start = changed.start + changed.length;
			continue;
		}
		result = -1;
		break;
	}
	pthread_mutex_unlock(&mappings->lock);
	return result;
}

void mapping_inherit(struct mappings *mappings)
{
	pthread_mutex_init(&mappings->lock, NULL);
	for (unsigned i = 0; i < mappings->count; i++)
		mapping_map_again(&mappings->at[i]);
}
