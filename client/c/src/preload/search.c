/* scandir(3) and glob(3), which the C library does with its own opendir(3). */
#include <errno.h>
#include <string.h>

#include "preload/directory.h"
#include "preload/place.h"
#include "preload/real.h"

#define DEVICES "/dev"

/* Whichever of the two structures of an entry a caller has: struct dirent or struct dirent64. */
typedef int selector(const void *entry);
typedef int comparer(const void *a, const void *b);
typedef void *reader(DIR *stream);

struct list {
	void **entries;
	size_t count;
};

static bool append(struct list *list, const void *entry, size_t size)
{
	void **longer = realloc(list->entries, (list->count + 1) * sizeof(*longer));

	if (!longer)
		return false;
	list->entries = longer;
	longer[list->count] = malloc(size);
	if (!longer[list->count])
		return false;
	memcpy(longer[list->count++], entry, size);
	return true;
}

static int scan(const char *path, reader *next, size_t size, void ***found, selector *select, comparer *compare)
{
	struct list list = { 0 };
	DIR *stream = opendir(path);
	void *entry;

	if (!stream)
		return -1;
	while ((entry = next(stream)))
		if ((!select || select(entry)) && !append(&list, entry, size))
			break;
	closedir(stream);
	if (entry) {
		while (list.count > 0)
			free(list.entries[--list.count]);
		free(list.entries);
		errno = ENOMEM;
		return -1;
	}
	if (compare && list.count > 0)
		qsort(list.entries, list.count, sizeof(*list.entries), compare);
	*found = list.entries;
	return (int)list.count;
}

static void *next_entry(DIR *stream)
{
	return readdir(stream);
}

static void *next_entry64(DIR *stream)
{
	return readdir64(stream);
}

/* Is it a directory that is not the host's alone? */
static bool is_ours(const char *path)
{
	struct place place;

	return place_find(&place, AT_FDCWD, path) != PLACE_HOST || strcmp(place.resolved, DEVICES) == 0;
}

INTERPOSED int scandir64(const char *restrict path, struct dirent64 ***restrict found,
			 int (*select)(const struct dirent64 *),
			 int (*compare)(const struct dirent64 **, const struct dirent64 **))
{
	if (!is_ours(path))
		return real()->scandir64(path, found, select, compare);
	return scan(path, next_entry64, sizeof(struct dirent64), (void ***)found, (selector *)select,
		    (comparer *)compare);
}

INTERPOSED int scandir(const char *restrict path, struct dirent ***restrict found, int (*select)(const struct dirent *),
		       int (*compare)(const struct dirent **, const struct dirent **))
{
	if (!is_ours(path))
		return real()->scandir(path, found, select, compare);
	return scan(path, next_entry, sizeof(struct dirent), (void ***)found, (selector *)select, (comparer *)compare);
}

static void *open_for_glob(const char *path)
{
	return opendir(path);
}

static void close_for_glob(void *stream)
{
	closedir(stream);
}

static struct dirent *read_for_glob(void *stream)
{
	return readdir(stream);
}

static struct dirent64 *read64_for_glob(void *stream)
{
	return readdir64(stream);
}

/* Only where the pattern may lead to the machine. */
static bool is_ours_to_glob(const char *pattern)
{
	struct place place;

	place_find(&place, AT_FDCWD, pattern);
	return path_is_below(place.resolved, "/dev") || path_is_below(place.resolved, "/sys");
}

INTERPOSED int glob(const char *restrict pattern, int flags, int (*error)(const char *, int), glob_t *restrict found)
{
	if ((flags & GLOB_ALTDIRFUNC) || !is_ours_to_glob(pattern))
		return real()->glob(pattern, flags, error, found);
	found->gl_opendir = open_for_glob;
	found->gl_closedir = close_for_glob;
	found->gl_readdir = read_for_glob;
	found->gl_stat = stat;
	found->gl_lstat = lstat;
	return real()->glob(pattern, flags | GLOB_ALTDIRFUNC, error, found);
}

INTERPOSED int glob64(const char *restrict pattern, int flags, int (*error)(const char *, int),
		      glob64_t *restrict found)
{
	if ((flags & GLOB_ALTDIRFUNC) || !is_ours_to_glob(pattern))
		return real()->glob64(pattern, flags, error, found);
	found->gl_opendir = open_for_glob;
	found->gl_closedir = close_for_glob;
	found->gl_readdir = read64_for_glob;
	found->gl_stat = stat64;
	found->gl_lstat = lstat64;
	return real()->glob64(pattern, flags | GLOB_ALTDIRFUNC, error, found);
}
