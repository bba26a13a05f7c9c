/* Which descriptor of a program names which open file of the machine. Lookups take no lock. */
#ifndef IOMAP_TABLE_H
#define IOMAP_TABLE_H

#include <stdbool.h>

struct file;

/* Descriptors from here on are never the machine's. */
#define TABLE_SIZE 65536

struct table {
	struct file *_Atomic files[TABLE_SIZE];
};

/* The file that this descriptor names, for the caller to file_release(); null when it is the host's. */
struct file *table_get(struct table *table, int fd);
bool table_has(struct table *table, int fd);
/* From now on `fd' names this file, which the caller has open: one more open of it. What it named before is released. */
void table_set(struct table *table, int fd, struct file *file);
/* `fd' is closed: the last one of a file closes it at the machine. */
void table_clear(struct table *table, int fd);

#endif
