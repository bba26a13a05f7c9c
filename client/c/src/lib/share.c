/*
 * The memory behind a mapping as memory of this program. The service answers SHARE with an offset into a file, and a
 * byte of its answer carries the descriptor of that file. Over a UNIX socket only.
 */
#include <errno.h>
#include <sys/mman.h>

#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

#define PAGE 4096

/* One at a time: the descriptor that comes must be that of the answer. */
static bool begin_sharing(struct iomap_process *process)
{
	pthread_mutex_lock(&process->state);
	bool free = !process->sharing;
	process->sharing = true;
	pthread_mutex_unlock(&process->state);
	return free;
}

/* Its answer, and with it a descriptor, is still to come: incoming.c ends the SHARE then. */
static bool is_given_up(int result)
{
	const struct iomap_failure *failure = iomap_failure();

	return result != 0 && failure->family == 0 && failure->error == ETIMEDOUT &&
		failure->execution == IOMAP_EXECUTION_UNKNOWN;
}

static int end_sharing(struct iomap_process *process)
{
	pthread_mutex_lock(&process->state);
	int descriptor = process->passed;
	process->passed = -1;
	process->sharing = false;
	pthread_mutex_unlock(&process->state);
	return descriptor;
}

static void *map(struct iomap_process *process, int descriptor, uint64_t offset, uint64_t length)
{
	if (descriptor < 0) {
		connection_broken(process, "memory without a descriptor");
		return NULL;
	}
	void *memory = host_map(descriptor, offset, length, PROT_READ | PROT_WRITE);
	if (memory == MAP_FAILED && errno == EACCES) {
		memory = host_map(descriptor, offset, length, PROT_READ); /* the mapping does not allow stores */
	}
	if (memory == MAP_FAILED) {
		fail_here(errno, "mmap: %s", strerrordesc_np(errno));
		return NULL;
	}
	return memory;
}

void *iomap_share(struct iomap_process *process, uint64_t address, uint64_t length)
{
	const struct value fields[] = { number(address), number(length) };
	struct call share;
	void *memory = NULL;

	if (!process->is_unix || address % PAGE != 0 || length == 0 || length != (size_t)length) {
		fail_here(process->is_unix ? EINVAL : ENODEV, "memory is shared over a UNIX socket, in whole pages");
		return NULL;
	}
	if (!begin_sharing(process)) {
		fail_here(EAGAIN, "another thread does the same at this moment");
		return NULL;
	}
	int result = call(process, &share, IOMAP_REQUEST_SHARE, fields);
	int descriptor = is_given_up(result) ? -1 : end_sharing(process);
	if (result == 0) {
		memory = map(process, descriptor, share.fields[0].number, length);
	}
	if (descriptor >= 0) {
		int error = errno;
		host_close(descriptor);
		errno = error;
	}
	return memory;
}
