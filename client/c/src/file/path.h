/*
 * Whose is a path: the host's, or the machine's that the program is a process of?
 *
 * The machine's are /dev/mem and /dev/kmem, everything below /sys/bus/pci, the four files of /proc that tell of hardware
 * and drivers, and every device file in /dev that the machine has, but for those that every program needs of its host
 * (null, zero, random, tty, pts, shm, ...).
 */
#ifndef IOMAP_PATH_H
#define IOMAP_PATH_H

#include <stdbool.h>
#include <stddef.h>

enum path_owner {
	PATH_HOST,
	PATH_MACHINE,
	PATH_EITHER /* in /dev: the machine's if it has a device file of this name */
};

/* Longest path of the machine, with its terminator: the name of a descriptor holds it. */
#define PATH_LENGTH 240
/* Longest path that path_resolve makes. */
#define PATH_SIZE 4096

/*
 * Makes an absolute path without ".", ".." and empty names of one that is relative to this directory. Symbolic links
 * are not looked at. False when the result is too long, or there is none.
 */
bool path_resolve(const char *directory, const char *path, char resolved[PATH_SIZE]);
/* Of a path that path_resolve made. */
enum path_owner path_owner(const char *path);
/* Is `path' this directory, or below it? */
bool path_is_below(const char *path, const char *directory);
/* The part behind the last slash. */
const char *path_name(const char *path);

#endif
