/* Programs that iomap-run starts. */
#include "preload/launch.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "run/program.h"

#define PRELOAD "LD_PRELOAD="

bool launch_is_needed(const char *path)
{
	const char *reason;
	int error = errno;
	enum program_kind kind = program_kind(path, &reason);

	errno = error;
	return kind == PROGRAM_STATIC || kind == PROGRAM_PARISC;
}

bool launch_finds(const char *file, char path[PATH_MAX])
{
	int error = errno;
	bool found = program_find(file, path) && launch_is_needed(path);

	errno = error;
	return found;
}

char **launch_words(char **words, const char *path, char *const arguments[])
{
	size_t count = 0;

	words[count++] = (char *)(uintptr_t) "iomap-run";
	words[count++] = (char *)(uintptr_t) "--";
	words[count++] = (char *)(uintptr_t)path;
	for (size_t i = 1; arguments[0] && arguments[i]; i++)
		words[count++] = arguments[i];
	words[count] = NULL;
	return words;
}

char **launch_environment(char **environment)
{
	char **to = environment;

	for (char **from = environment; *from; from++)
		if (strncmp(*from, PRELOAD, strlen(PRELOAD)) != 0)
			*to++ = *from;
	*to = NULL;
	return environment;
}
