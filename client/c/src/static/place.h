/* Where a path of the program leads: to the host or to the machine. */
#ifndef IOMAP_STATIC_PLACE_H
#define IOMAP_STATIC_PLACE_H

#include <stdbool.h>

#include "file/path.h"
#include "static/tracee.h"

struct place {
	char path[PATH_SIZE]; /* absolute; "" for one that cannot be the machine's */
	int error;	      /* ENXIO: it may be the machine's, and there is no machine to ask */
};

/*
 * Is the path that this argument of the call points to the machine's? It is relative to the descriptor in
 * directory_argument, as for openat(2), or if that is -1 to the working directory. A path of the host that goes up
 * from a directory of the machine is put into the call.
 */
bool place_find(struct tracee *tracee, struct place *place, int directory_argument, int path_argument);
/* The program's working directory when it is one of the machine's, else null; the kernel knows only of the host's. */
const char *place_directory(void);
/* `path' is a directory of the machine, or null for one of the host's. */
void place_enter(const char *path);
/* What "cwd" or "fd/NUMBER" of a thread is, as the host's absolute path; false when it is none. */
bool place_link(pid_t tid, const char *name, char into[PATH_SIZE]);
/* A path through which a program opens again what it has open: /dev/stdin, /dev/fd/3, /proc/self/fd/3. */
bool place_is_reopening(const struct place *place);

#endif
