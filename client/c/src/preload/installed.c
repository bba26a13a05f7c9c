/* Where the parts of this project are, from the path of this library. */
#include "preload/installed.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NAME "libiomap-preload.so"

static char library[PATH_MAX] = NAME;
static char launcher[PATH_MAX] = "iomap-run";

const char *installed_library(void)
{
	return library;
}

const char *installed_launcher(void)
{
	return launcher;
}

/* Cuts the last name off. */
static void to_parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

/* Once and for all: who asks may be the child of vfork(2). */
__attribute__((constructor(101))) static void find(void)
{
	static const int here;
	char directory[PATH_MAX];
	Dl_info info;

	if (!dladdr(&here, &info) || !info.dli_fname || info.dli_fname[0] != '/')
		return;
	snprintf(directory, sizeof(directory), "%s", info.dli_fname);
	to_parent(directory);
	if (INSTALLED_FOR_ANOTHER)
		to_parent(directory);
	snprintf(library, sizeof(library), "%.*s/" NAME, PATH_MAX - 32, directory);
	to_parent(directory);
	snprintf(launcher, sizeof(launcher), "%.*s/bin/iomap-run", PATH_MAX - 32, directory);
}
