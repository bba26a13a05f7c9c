/* The program that is to be run: where it is, and which of the ways to run it fits. */
#ifndef IOMAP_PROGRAM_H
#define IOMAP_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

enum program_kind {
	PROGRAM_DYNAMIC, /* of this computer: the loader takes a library before it */
	PROGRAM_STATIC,	 /* of this computer, but no loader is asked: it is traced */
	PROGRAM_PARISC,	 /* of PA-RISC Linux: for qemu-hppa */
	PROGRAM_OTHER	 /* none that can be run; *reason says why */
};

/* Looks for it in PATH as a shell does. False with errno ENOENT or EACCES. */
bool program_find(const char *name, char path[PATH_MAX]);
enum program_kind program_kind(const char *path, const char **reason);

#endif
