/* Where a path of the program leads: to the host or to the machine. */
#ifndef IOMAP_PLACE_H
#define IOMAP_PLACE_H

#include <stdbool.h>

#include "file/path.h"

enum place_owner {
	PLACE_HOST,
	PLACE_MACHINE,
	PLACE_UNKNOWN /* it may be the machine's, and there is no machine to ask: errno is ENXIO */
};

struct place {
	enum place_owner owner;
	/* What to give the host's functions: the program's own, but where a directory of the machine is left upwards. */
	int directory;
	const char *path;
	char resolved[PATH_SIZE]; /* the absolute path; "" when it is not one that the machine could have */
};

/* `directory' is a descriptor or AT_FDCWD, as for openat(2). errno stays where the path is the host's. */
enum place_owner place_find(struct place *place, int directory, const char *path);

/* The program's directory when it is one of the machine's, else null. */
const char *place_directory(void);
/* `path' is a directory of the machine, or null for one of the host's. */
void place_enter(const char *path);

#endif
