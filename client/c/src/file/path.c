/* Whose a path is. */
#include "file/path.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const machine_files[] = {
	"/dev/mem", "/dev/kmem", "/proc/iomem", "/proc/interrupts", "/proc/devices", "/proc/modules",
};

/* What a program expects of the computer that it runs on, whatever the machine has. */
static const char *const host_devices[] = {
	"null", "zero",	 "full",   "random", "urandom", "tty*",	  "console",   "ptmx", "pts",  "shm",
	"fd",	"stdin", "stdout", "stderr", "log",	"mqueue", "hugepages", "net",  "fuse", "kmsg",
};

static bool append(char resolved[PATH_SIZE], size_t *length, const char *name, size_t count)
{
	if (count == 0 || (count == 1 && name[0] == '.'))
		return true;
	if (count == 2 && name[0] == '.' && name[1] == '.') {
		while (*length > 0 && resolved[--*length] != '/')
			;
		resolved[*length] = '\0';
		return true;
	}
	if (count + 2 > PATH_SIZE - *length) {
		errno = ENAMETOOLONG;
		return false;
	}
	resolved[(*length)++] = '/';
	memcpy(resolved + *length, name, count);
	*length += count;
	resolved[*length] = '\0';
	return true;
}

static bool append_all(char resolved[PATH_SIZE], size_t *length, const char *path)
{
	while (*path) {
		size_t count = strcspn(path, "/");

		if (!append(resolved, length, path, count))
			return false;
		path += count + (path[count] == '/');
	}
	return true;
}

bool path_resolve(const char *directory, const char *path, char resolved[PATH_SIZE])
{
	size_t length = 0;

	if (!path || !*path) {
		errno = path ? ENOENT : EFAULT;
		return false;
	}
	resolved[0] = '\0';
	if (path[0] != '/' && !append_all(resolved, &length, directory))
		return false;
	if (!append_all(resolved, &length, path))
		return false;
	if (length == 0)
		memcpy(resolved, "/", 2);
	return true;
}

bool path_is_below(const char *path, const char *directory)
{
	size_t length = strlen(directory);

	return strncmp(path, directory, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* `name' is what follows "/dev/". */
static bool is_host_device(const char *name)
{
	size_t length = strcspn(name, "/");
	char first[64];

	if (length == 0 || length >= sizeof(first))
		return true;
	memcpy(first, name, length);
	first[length] = '\0';
	for (size_t i = 0; i < COUNT(host_devices); i++)
		if (fnmatch(host_devices[i], first, 0) == 0)
			return true;
	return false;
}

enum path_owner path_owner(const char *path)
{
	if (strlen(path) >= PATH_LENGTH)
		return PATH_HOST;
	for (size_t i = 0; i < COUNT(machine_files); i++)
		if (strcmp(path, machine_files[i]) == 0)
			return PATH_MACHINE;
	if (path_is_below(path, "/sys/bus/pci"))
		return PATH_MACHINE;
	if (strncmp(path, "/dev/", 5) == 0 && !is_host_device(path + 5))
		return PATH_EITHER;
	return PATH_HOST;
}
