/* poll(2), select(2) and epoll on files of the machine. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>

#include "preload/descriptor.h"
#include "preload/real.h"
#include "preload/signals.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
int __poll_chk(struct pollfd *files, nfds_t count, int timeout, size_t size);
int __ppoll_chk(struct pollfd *files, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size);

/* While descriptors of the host are waited for as well, the machine is asked this often. */
#define INTERVAL_MILLIS 10
#define NO_END (-1)

static int64_t now_millis(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

static unsigned count_ours(const struct pollfd *files, nfds_t count)
{
	unsigned ours = 0;

	for (nfds_t i = 0; i < count; i++)
		ours += descriptor_is_ours(files[i].fd);
	return ours;
}

/* Asks for one file of the machine. Texts and resources never make anybody wait. */
static short ask(int fd, short events, int timeout)
{
	struct file *file = descriptor_file(fd);
	int wanted = events & (POLLIN | POLLOUT);
	int found;

	if (!file)
		return POLLNVAL;
	found = file->kind == FILE_DEVICE ? file_poll(file, wanted, timeout) : wanted;
	file_release(file);
	if (found < 0)
		return errno == EINTR ? 0 : POLLERR;
	return (short)(found & (wanted | POLLERR));
}

/* One round: the machine's files without waiting, then the host's for at most `timeout' milliseconds. */
static int round_of(struct pollfd *files, nfds_t count, int timeout, const sigset_t *mask)
{
	struct pollfd *hosts = calloc(count, sizeof(*hosts));
	struct timespec wait;
	int ready = 0;
	int result;

	if (!hosts)
		return -1;
	for (nfds_t i = 0; i < count; i++) {
		hosts[i] = files[i];
		if (!descriptor_is_ours(files[i].fd))
			continue;
		hosts[i].fd = -1;
		hosts[i].revents = ask(files[i].fd, files[i].events, 0);
		ready += hosts[i].revents != 0;
	}
	wait = (struct timespec){ .tv_sec = timeout / 1000, .tv_nsec = timeout % 1000 * 1000000l };
	if (ready > 0)
		wait = (struct timespec){ 0 };
	for (nfds_t i = 0; i < count; i++)
		files[i].revents = hosts[i].revents;
	result = ppoll(hosts, count, &wait, mask);
	for (nfds_t i = 0; i < count && result >= 0; i++)
		if (hosts[i].fd >= 0)
			files[i].revents = hosts[i].revents;
	free(hosts);
	return result < 0 ? -1 : result + ready;
}

static int wait_for_all(struct pollfd *files, nfds_t count, int timeout, const sigset_t *mask)
{
	int64_t end = now_millis() + timeout;
	int64_t left = timeout;
	int result;

	do {
		int wait = timeout == NO_END || left > INTERVAL_MILLIS ? INTERVAL_MILLIS : left < 0 ? 0 : (int)left;

		result = round_of(files, count, wait, mask);
		left = end - now_millis();
	} while (result == 0 && (timeout == NO_END || left > 0));
	return result;
}

/* Nothing but one file of the machine: it is the service that waits. */
static int wait_for_one(struct pollfd *file, int timeout, const sigset_t *mask)
{
	sigset_t before;

	if (mask)
		pthread_sigmask(SIG_SETMASK, mask, &before);
	errno = 0;
	file->revents = ask(file->fd, file->events, timeout);
	if (mask) {
		int error = errno;

		pthread_sigmask(SIG_SETMASK, &before, NULL);
		errno = error;
	}
	return file->revents ? 1 : errno == EINTR ? -1 : 0;
}

static int poll_all(struct pollfd *files, nfds_t count, int timeout, const sigset_t *mask)
{
	if (timeout < 0)
		timeout = NO_END;
	return count == 1 ? wait_for_one(files, timeout, mask) : wait_for_all(files, count, timeout, mask);
}

INTERPOSED int poll(struct pollfd *files, nfds_t count, int timeout)
{
	return count_ours(files, count) > 0 ? poll_all(files, count, timeout, NULL)
					    : real()->poll(files, count, timeout);
}

static int millis(const struct timespec *time)
{
	if (!time)
		return NO_END;
	if (time->tv_sec > INT_MAX / 1000 - 1)
		return INT_MAX;
	return (int)(time->tv_sec * 1000 + (time->tv_nsec + 999999) / 1000000);
}

INTERPOSED int ppoll(struct pollfd *files, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
	sigset_t kernel = mask ? signals_to_kernel(mask) : (sigset_t){ 0 };

	if (count_ours(files, count) > 0)
		return poll_all(files, count, millis(timeout), mask);
	return real()->ppoll(files, count, timeout, mask ? &kernel : NULL);
}

INTERPOSED int __poll_chk(struct pollfd *files, nfds_t count, int timeout, size_t size)
{
	if (size / sizeof(*files) < count)
		abort();
	return poll(files, count, timeout);
}

INTERPOSED int __ppoll_chk(struct pollfd *files, nfds_t count, const struct timespec *timeout, const sigset_t *mask,
			   size_t size)
{
	if (size / sizeof(*files) < count)
		abort();
	return ppoll(files, count, timeout, mask);
}

static bool is_in(int fd, const fd_set *set)
{
	return set && FD_ISSET(fd, set);
}

static bool has_ours(int count, const fd_set *read, const fd_set *write)
{
	for (int fd = 0; fd < count && fd < FD_SETSIZE; fd++)
		if ((is_in(fd, read) || is_in(fd, write)) && descriptor_is_ours(fd))
			return true;
	return false;
}

/* The sets as a list; its length. */
static nfds_t list(struct pollfd *files, int count, const fd_set *read, const fd_set *write, const fd_set *except)
{
	nfds_t length = 0;

	for (int fd = 0; fd < count && fd < FD_SETSIZE; fd++) {
		int events = (is_in(fd, read) ? POLLIN : 0) | (is_in(fd, write) ? POLLOUT : 0) |
			(is_in(fd, except) ? POLLPRI : 0);

		if (events)
			files[length++] = (struct pollfd){ .fd = fd, .events = (short)events };
	}
	return length;
}

static int mark(const struct pollfd *files, nfds_t count, fd_set *set, short events)
{
	int marked = 0;

	if (!set)
		return 0;
	FD_ZERO(set);
	for (nfds_t i = 0; i < count; i++)
		if ((files[i].events & events & ~(POLLERR | POLLHUP)) && (files[i].revents & events)) {
			FD_SET(files[i].fd, set);
			marked++;
		}
	return marked;
}

static int select_all(int count, fd_set *read, fd_set *write, fd_set *except, int timeout, const sigset_t *mask)
{
	struct pollfd files[FD_SETSIZE];
	nfds_t length = list(files, count, read, write, except);
	int result = poll_all(files, length, timeout, mask);

	if (result < 0)
		return -1;
	return mark(files, length, read, POLLIN | POLLHUP | POLLERR) + mark(files, length, write, POLLOUT | POLLERR) +
		mark(files, length, except, POLLPRI);
}

INTERPOSED int select(int count, fd_set *read, fd_set *write, fd_set *except, struct timeval *timeout)
{
	struct timespec time;

	if (!has_ours(count, read, write))
		return real()->select(count, read, write, except, timeout);
	if (timeout)
		time = (struct timespec){ .tv_sec = timeout->tv_sec, .tv_nsec = timeout->tv_usec * 1000 };
	return select_all(count, read, write, except, millis(timeout ? &time : NULL), NULL);
}

INTERPOSED int pselect(int count, fd_set *read, fd_set *write, fd_set *except, const struct timespec *timeout,
		       const sigset_t *mask)
{
	sigset_t kernel = mask ? signals_to_kernel(mask) : (sigset_t){ 0 };

	if (has_ours(count, read, write))
		return select_all(count, read, write, except, millis(timeout), mask);
	return real()->pselect(count, read, write, except, timeout, mask ? &kernel : NULL);
}
