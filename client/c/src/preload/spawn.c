/* posix_spawn(3): what its file actions open is opened here, because the C library would open it behind our back. */
#include <errno.h>
#include <pthread.h>

#include "preload/place.h"
#include "preload/real.h"

#define OPENED 64
/* Out of the way of the numbers that the actions speak of. */
#define LOWEST 256

/* The descriptors that actions stand on, until they are destroyed. */
static struct {
	const posix_spawn_file_actions_t *actions;
	int fd;
} opened[OPENED];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int remember(const posix_spawn_file_actions_t *actions, int fd)
{
	int error = EMFILE;

	pthread_mutex_lock(&lock);
	for (int i = 0; i < OPENED && error; i++) {
		if (opened[i].actions)
			continue;
		opened[i].actions = actions;
		opened[i].fd = fd;
		error = 0;
	}
	pthread_mutex_unlock(&lock);
	return error;
}

/* A descriptor that only a spawned program gets; -1 with errno. */
static int open_apart(const char *path, int flags)
{
	int fd = open64(path, flags | O_CLOEXEC, 0);
	int apart = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, LOWEST);

	if (fd >= 0)
		close(fd);
	return apart;
}

INTERPOSED int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict actions, int fd,
						const char *restrict path, int flags, mode_t mode)
{
	struct place place;
	int own, error;

	if (place_find(&place, AT_FDCWD, path) == PLACE_HOST)
		return real()->posix_spawn_file_actions_addopen(actions, fd, place.path, flags, mode);
	own = open_apart(place.resolved, flags);
	if (own < 0)
		return errno;
	error = remember(actions, own);
	if (error)
		close(own);
	return error ? error : posix_spawn_file_actions_adddup2(actions, own, fd);
}

INTERPOSED int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; i < OPENED; i++) {
		if (opened[i].actions != actions)
			continue;
		close(opened[i].fd);
		opened[i].actions = NULL;
	}
	pthread_mutex_unlock(&lock);
	return real()->posix_spawn_file_actions_destroy(actions);
}
