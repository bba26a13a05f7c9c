/* The receiving half of a connection: who leads reads, all others follow. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

/* A socket that did not answer while it was polled so many times is polled only now and then. */
#define PATIENCE 8
#define NOW_AND_THEN 16
#define FAR_AWAY 3600000000000u

void wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t deadline)
{
	uint64_t now = host_nanos();
	uint64_t until = deadline < now || deadline - now < FAR_AWAY ? deadline : now + FAR_AWAY;
	struct timespec at = { .tv_sec = (time_t)(until / 1000000000u), .tv_nsec = (long)(until % 1000000000u) };

	pthread_cond_timedwait(condition, mutex, &at);
}

void wake(struct exchange *exchange)
{
	static const uint64_t one = 1;

	if (exchange->wake_fd >= 0) {
		host_write(exchange->wake_fd, &one, sizeof(one));
	} else {
		pthread_cond_signal(&exchange->wake);
	}
}

/* A descriptor that came with a SHARE; of any other nobody knows what it is for. */
static void keep_descriptor(struct iomap_process *process, int descriptor)
{
	pthread_mutex_lock(&process->state);
	if (process->sharing && process->passed < 0) {
		process->passed = host_move(descriptor, process->lowest_socket);
	} else {
		host_close(descriptor);
	}
	pthread_mutex_unlock(&process->state);
}

/* The room for one has, by its alignment, room for a second one, which the kernel then uses. */
static void keep_descriptors(struct iomap_process *process, struct msghdr *message)
{
	for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
		if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) {
			continue;
		}
		size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int descriptor;
			memcpy(&descriptor, CMSG_DATA(control) + i * sizeof(int), sizeof(int));
			keep_descriptor(process, descriptor);
		}
	}
}

ssize_t receive(struct iomap_process *process)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec data = { process->in + process->in_end, process->in_size - process->in_end };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };

	if (process->is_unix) {
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
	}
	ssize_t count = recvmsg(process->socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (count < 0) {
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	}
	if (count == 0) {
		errno = ENODATA;
		return -1;
	}
	if (message.msg_controllen > 0 && process->is_unix) {
		keep_descriptors(process, &message);
	}
	process->in_end += (size_t)count;
	return count;
}

/* Room behind what was received: a message that was begun moves to the front only when the rest has no room. */
static void make_room(struct iomap_process *process)
{
	if (process->in_start == process->in_end) {
		process->in_start = process->in_end = 0;
	} else if (process->in_size - process->in_end < process->longest) {
		process->in_end -= process->in_start;
		memmove(process->in, process->in + process->in_start, process->in_end);
		process->in_start = 0;
	}
}

void take_in(struct iomap_process *process, ssize_t count)
{
	if (count > 0) {
		hand_out(process);
		make_room(process);
	} else if (count < 0 && errno == ENODATA) {
		lose_because(process, ECONNRESET, "the service closed the connection");
	} else if (count < 0) {
		lose_because(process, ECONNRESET, "%s", strerrordesc_np(errno));
	}
}

static void sleep_until(struct iomap_process *process, uint64_t now, uint64_t deadline)
{
	struct pollfd readable = { .fd = process->socket, .events = POLLIN };
	uint64_t left = deadline - now < FAR_AWAY ? deadline - now : FAR_AWAY;
	struct timespec timeout = { .tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u) };

	ppoll(&readable, 1, &timeout, NULL);
}

/* How long to poll this time: it pays when the service answers at once, on another processor. */
static uint64_t spin_nanos(const struct iomap_process *process)
{
	return process->idle_polls < PATIENCE || process->idle_polls % NOW_AND_THEN == 0 ? process->spin_nanos : 0;
}

/* Reads, polling first and then asleep. Returns 0 when the deadline has passed. */
static ssize_t receive_until(struct iomap_process *process, uint64_t poll_until, uint64_t deadline, bool *slept)
{
	while (true) {
		ssize_t count = receive(process);
		if (count != 0) {
			return count;
		}
		uint64_t now = host_nanos();
		if (now >= deadline) {
			return 0;
		}
		if (now >= poll_until) {
			sleep_until(process, now, deadline);
			*slept = true;
		}
	}
}

void promote(struct iomap_process *process)
{
	if (process->room_wanted) {
		pthread_cond_signal(&process->room);
	}
	for (size_t i = 0; process->followers > 0 && i < EXCHANGES; i++) {
		struct exchange *exchange = &process->exchanges[i];
		if (exchange->follows && !exchange->ready) {
			wake(exchange);
			return;
		}
	}
}

void lead(struct iomap_process *process, const bool *goal, uint64_t deadline)
{
	uint64_t poll_until = host_nanos() + spin_nanos(process);
	bool slept = false;
	bool late = false;
	int error = errno; /* a call that succeeds leaves it as it was */

	process->leading = true;
	while (!*goal && !process->lost && !late) {
		pthread_mutex_unlock(&process->state);
		ssize_t count = receive_until(process, poll_until, deadline, &slept);
		pthread_mutex_lock(&process->state);
		take_in(process, count);
		late = count == 0;
		if (process->owed_count > 0) {
			pthread_mutex_unlock(&process->state);
			answer_pings(process);
			pthread_mutex_lock(&process->state);
		}
	}
	process->idle_polls = slept ? process->idle_polls + 1 : 0;
	process->leading = false;
	promote(process);
	errno = error;
}

void drain(struct iomap_process *process)
{
	int error = errno;

	pthread_mutex_lock(&process->state);
	if (!process->leading && !process->lost) {
		process->leading = true;
		pthread_mutex_unlock(&process->state);
		ssize_t count = receive(process);
		pthread_mutex_lock(&process->state);
		take_in(process, count);
		process->leading = false;
		promote(process);
	}
	pthread_mutex_unlock(&process->state);
	errno = error;
}
