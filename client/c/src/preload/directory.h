/*
 * A directory that is being read and is not the host's alone: one of the machine's, or /dev, which has the host's files
 * and those of the machine that path_owner() gives to it.
 */
#ifndef IOMAP_DIRECTORY_H
#define IOMAP_DIRECTORY_H

#include <dirent.h>
#include <stdbool.h>

struct directory;

/* Null with errno. `fd' is the directory's own from now on. */
struct directory *directory_open(const char *path, int fd);
/* /dev: `host' is the directory's own from now on. */
struct directory *directory_merge(DIR *host);
int directory_close(struct directory *directory);
/* Null at the end. */
struct dirent64 *directory_read(struct directory *directory);
void directory_rewind(struct directory *directory);
long directory_tell(const struct directory *directory);
void directory_seek(struct directory *directory, long place);
int directory_descriptor(const struct directory *directory);
/* The directory behind what a program thinks is a DIR; null when it is one of the C library's. */
struct directory *directory_of(DIR *stream);

#endif
