/* Descriptor numbers. */
#include "lib/descriptor.h"

#include <errno.h>

#include "lib/failure.h"

int descriptor_number(const struct iomap_process *process, uint64_t handle)
{
	for (size_t i = 0; i < process->descriptor_count; i++) {
		if (process->descriptors[i] == handle) {
			return FIRST_DESCRIPTOR + (int)i;
		}
	}
	return -1;
}

int descriptor_add(struct iomap_process *process, uint64_t handle)
{
	pthread_mutex_lock(&process->state);
	int fd = descriptor_number(process, 0);
	if (fd >= 0) {
		process->descriptors[fd - FIRST_DESCRIPTOR] = handle;
	}
	pthread_mutex_unlock(&process->state);
	return fd >= 0 ? fd : fail_here(EMFILE, "more descriptors than the limit in force");
}

uint64_t descriptor_handle(struct iomap_process *process, int fd)
{
	uint64_t handle = 0;

	pthread_mutex_lock(&process->state);
	if (fd >= FIRST_DESCRIPTOR && (size_t)(fd - FIRST_DESCRIPTOR) < process->descriptor_count) {
		handle = process->descriptors[fd - FIRST_DESCRIPTOR];
	}
	pthread_mutex_unlock(&process->state);
	return handle;
}

void descriptor_remove(struct iomap_process *process, int fd, uint64_t handle)
{
	pthread_mutex_lock(&process->state);
	if (handle != 0 && process->descriptors[fd - FIRST_DESCRIPTOR] == handle) {
		process->descriptors[fd - FIRST_DESCRIPTOR] = 0;
	}
	pthread_mutex_unlock(&process->state);
}

void descriptors_clear(struct iomap_process *process)
{
	pthread_mutex_lock(&process->state);
	memset(process->descriptors, 0, process->descriptor_count * sizeof(*process->descriptors));
	pthread_mutex_unlock(&process->state);
}
