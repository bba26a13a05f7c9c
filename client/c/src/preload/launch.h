/*
 * Programs that this library cannot be put before by the environment alone, and which iomap-run starts: those of
 * PA-RISC, and those without a loader. Nothing here allocates: a child of vfork(2) may call it.
 */
#ifndef IOMAP_LAUNCH_H
#define IOMAP_LAUNCH_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Is it one? errno stays. */
bool launch_is_needed(const char *path);
/* The same for what execvp(3) finds; *path is where. */
bool launch_finds(const char *file, char path[PATH_MAX]);
/* The words with which iomap-run starts it: LAUNCH_WORDS more than the arguments. */
#define LAUNCH_WORDS 3
char **launch_words(char **words, const char *path, char *const arguments[]);
/* iomap-run is no program of the machine: takes LD_PRELOAD away. Its settings come with the environment. */
char **launch_environment(char **environment);

#endif
