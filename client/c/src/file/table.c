/* Which descriptor names which file. */
#include "file/table.h"

#include <stdatomic.h>
#include <stddef.h>

#include "file/file.h"

bool table_has(struct table *table, int fd)
{
	return fd >= 0 && fd < TABLE_SIZE && table->files[fd];
}

struct file *table_get(struct table *table, int fd)
{
	struct file *file;

	while (table_has(table, fd) && (file = table->files[fd])) {
		if (!file_acquire(file))
			continue;
		if (table->files[fd] == file)
			return file;
		file_release(file);
	}
	return NULL;
}

void table_set(struct table *table, int fd, struct file *file)
{
	struct file *before;

	file_acquire(file);
	before = atomic_exchange(&table->files[fd], file);
	if (before)
		file_release(before);
}

void table_clear(struct table *table, int fd)
{
	struct file *before;

	if (!table_has(table, fd))
		return;
	before = atomic_exchange(&table->files[fd], NULL);
	if (before)
		file_release(before);
}
