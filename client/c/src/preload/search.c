/* scandir(3) and glob(3), which the C library does with its own opendir(3). */
#include <errno.h>
#include <string.h>

#include "preload/directory.h"
#include "preload/place.h"
#include "preload/real.h"

#define DEVICES "/dev"

typedef int order64(const struct dirent64 **a, const struct dirent64 **b);
typedef int order(const struct dirent **a, const struct dirent **b);

struct list64 {
	struct dirent64 **entries;
	size_t count;
};

static bool append(struct list64 *list, const struct dirent64 *entry)
{
	struct dirent64 **longer = realloc(list->entries, (list->count + 1) * sizeof(*longer));

	if (!longer)
		return false;
	list->entries = longer;
	longer[list->count] = malloc(sizeof(**longer));
	if (!longer[list->count])
		return false;
	*longer[list->count++] = *entry;
	return true;
}

static int scan(const char *path, struct dirent64 ***found, int (*select)(const struct dirent64 *), order64 *compare)
{
	struct list64 list = {0};
	DIR *stream = opendir(path);
	struct dirent64 *entry;

	if (!stream)
		return -1;
	while ((entry = readdir64(stream)))
		if ((!select || select(entry)) && !append(&list, entry))
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
		qsort(list.entries, list.count, sizeof(*list.entries), (int (*)(const void *, const void *))compare);
	*found = list.entries;
	return (int)list.count;
}

/* Is it a directory that is not the host's alone? */
static bool is_ours(const char *path)
{
	struct place place;

	return place_find(&place, AT_FDCWD, path) != PLACE_HOST || strcmp(place.resolved, DEVICES) == 0;
}

INTERPOSED int scandir64(const char *restrict path, struct dirent64 ***restrict found,
			 int (*select)(const struct dirent64 *), order64 *compare)
{
	return is_ours(path) ? scan(path, found, select, compare) : real()->scandir64(path, found, select, compare);
}

#if __WORDSIZE == 64
INTERPOSED int scandir(const char *restrict path, struct dirent ***restrict found, int (*select)(const struct dirent *),
		       order *compare)
{
	return scandir64(path, (struct dirent64 ***)found, (int (*)(const struct dirent64 *))select, (order64 *)compare);
}
#endif

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

INTERPOSED int glob64(const char *restrict pattern, int flags, int (*error)(const char *, int), glob64_t *restrict found)
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
