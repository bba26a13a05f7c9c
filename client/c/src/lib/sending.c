/* The sending half of a connection. A request is written by the thread that makes it. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

#define LOOK_AGAIN_NANOS 2000000

/* The socket is full: its owner reads as well, or two sides would wait for each other. */
static bool wait_for_room(struct iomap_process *process, uint64_t deadline)
{
	struct pollfd both = { .fd = process->socket, .events = POLLOUT };
	struct timespec timeout = { .tv_nsec = LOOK_AGAIN_NANOS };

	drain(process);
	if (host_nanos() >= deadline) {
		return false;
	}
	ppoll(&both, 1, &timeout, NULL);
	return true;
}

static int sending_failed(struct iomap_process *process, int error)
{
	/* What the service said before it closed says more than this. */
	drain(process);
	pthread_mutex_lock(&process->state);
	if (error == ETIMEDOUT) {
		lose_because(process, ETIMEDOUT, "the service takes nothing, and half a request is on its way");
	} else {
		lose_because(process, ECONNRESET, "%s", strerrordesc_np(error));
	}
	fail_lost(process, true);
	pthread_mutex_unlock(&process->state);
	return -1;
}

/* With the lock sending: writes everything. */
static int send_all(struct iomap_process *process, struct iovec *parts, int count, uint64_t deadline)
{
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = (size_t)count };

	if (count == 1 && parts->iov_len == ACCESS_BYTES) { /* a load or store nearly always goes at once */
		ssize_t sent = send(process->socket, parts->iov_base, ACCESS_BYTES, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent == ACCESS_BYTES) {
			return 0;
		}
		if (sent > 0) {
			parts->iov_base = (char *)parts->iov_base + sent;
			parts->iov_len -= (size_t)sent;
		}
	}
	while (message.msg_iovlen > 0) {
		ssize_t sent = sendmsg(process->socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno == EINTR) {
			continue;
		}
		if (sent < 0 && errno != EAGAIN) {
			return sending_failed(process, errno);
		}
		if (sent < 0 && !wait_for_room(process, deadline)) {
			return sending_failed(process, ETIMEDOUT);
		}
		size_t rest = sent < 0 ? 0 : (size_t)sent;
		while (message.msg_iovlen > 0 && rest >= message.msg_iov->iov_len) {
			rest -= message.msg_iov->iov_len;
			message.msg_iov++;
			message.msg_iovlen--;
		}
		if (message.msg_iovlen > 0) {
			message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + rest;
			message.msg_iov->iov_len -= rest;
		}
	}
	return 0;
}

/* With the lock sending. */
static void send_pings(struct iomap_process *process)
{
	uint8_t replies[OWED_PINGS * HEADER_BYTES];
	struct iovec part = { .iov_base = replies };

	pthread_mutex_lock(&process->state);
	for (unsigned i = 0; i < process->owed_count; i++) {
		put_header(replies + part.iov_len, HEADER_BYTES, IOMAP_TYPE_REPLY, 0, IOMAP_REQUEST_PING,
			   process->owed[i], 0);
		part.iov_len += HEADER_BYTES;
	}
	process->owed_count = 0;
	bool lost = process->lost;
	pthread_mutex_unlock(&process->state);
	if (!lost && part.iov_len > 0) {
		int error = errno;
		send_all(process, &part, 1, deadline_of(process)); /* who waits is told of a loss */
		errno = error;
	}
}

static void unlock_sending(struct iomap_process *process, bool pings)
{
	if (pings) {
		send_pings(process);
	}
	pthread_mutex_unlock(&process->sending);
}

void answer_pings(struct iomap_process *process)
{
	if (pthread_mutex_trylock(&process->sending) == 0) {
		unlock_sending(process, true);
	}
}

static struct exchange *find_free(struct iomap_process *process)
{
	for (size_t i = 1; i < EXCHANGES; i++) {
		if (!process->exchanges[i].taken) {
			return &process->exchanges[i];
		}
	}
	return NULL;
}

/* A request needs no credit where none is under way: it could never be sent. */
static bool has_credit(const struct iomap_process *process, size_t cost)
{
	return process->requests == 0 ||
		(process->requests < limit_of(process, IOMAP_LIMIT_REQUESTS_IN_FLIGHT) &&
		 process->bytes + cost <= limit_of(process, IOMAP_LIMIT_BYTES_IN_FLIGHT));
}

/* With both locks: waits until a request was answered. */
static void wait_for_answer(struct iomap_process *process, uint64_t deadline)
{
	process->room_made = false;
	if (!process->leading) {
		lead(process, &process->room_made, deadline);
		return;
	}
	process->room_wanted = true;
	wait_until(&process->room, &process->state, deadline);
	process->room_wanted = false;
}

/*
 * With both locks: waits until a request of this cost may be sent, and there is an exchange unless there is one
 * already.
 */
static struct exchange *admit(struct iomap_process *process, struct exchange *exchange, size_t cost, uint64_t deadline)
{
	while (!process->lost) {
		struct exchange *free = exchange ? exchange : find_free(process);
		if (free && has_credit(process, cost)) {
			return free;
		}
		if (host_nanos() >= deadline) {
			if (!process->leading) {
				promote(process);
			}
			fail_here(ETIMEDOUT, "earlier requests use up the credit");
			return NULL;
		}
		wait_for_answer(process, deadline);
	}
	fail_lost(process, false);
	return NULL;
}

/* With both locks. Returns the id of a request that uses the exchange. */
static uint32_t use(struct iomap_process *process, struct exchange *exchange, size_t cost)
{
	exchange->cost = (uint32_t)cost;
	process->requests++;
	process->bytes += cost;
	return (exchange->next++ & NUMBER_MASK) << EXCHANGE_BITS | (uint32_t)(exchange - process->exchanges);
}

/* With the lock state. */
static void take_exchange(struct exchange *exchange, unsigned opcode, struct answer *answer)
{
	exchange->taken = true;
	exchange->ready = false;
	exchange->opcode = opcode;
	exchange->answer = answer;
}

uint32_t exchange_id(const struct iomap_process *process, const struct exchange *exchange)
{
	return (exchange->answered & NUMBER_MASK) << EXCHANGE_BITS | (uint32_t)(exchange - process->exchanges);
}

struct exchange *exchange_take(struct iomap_process *process)
{
	struct exchange *exchange = find_free(process);

	if (exchange) {
		take_exchange(exchange, 0, NULL);
	}
	return exchange;
}

void exchange_release(struct exchange *exchange)
{
	exchange->taken = false;
	exchange->answer = NULL;
}

struct exchange *exchange_send(struct iomap_process *process, uint8_t *head, size_t length, const struct tail *tail,
			       struct answer *answer, size_t reply_bytes, uint64_t deadline)
{
	static const uint8_t zeros[HEADER_BYTES];
	struct iovec parts[3] = { { head, length } };
	int count = 1;

	if (get32(head + LENGTH_AT) > process->longest) {
		fail_here(EMSGSIZE, "a request of %u bytes, of at most %u", get32(head + LENGTH_AT), process->longest);
		return NULL;
	}
	if (tail && tail->data) {
		parts[1] = (struct iovec){ (void *)(uintptr_t)tail->data, tail->count };
		parts[2] = (struct iovec){ (void *)(uintptr_t)zeros, tail->padding };
		count = 3;
	}
	size_t cost = get32(head + LENGTH_AT) + reply_bytes;
	pthread_mutex_lock(&process->sending);
	pthread_mutex_lock(&process->state);
	struct exchange *exchange = admit(process, NULL, cost, deadline);
	if (exchange) {
		take_exchange(exchange, get16(head + OPCODE_AT), answer);
		put32(head + ID_AT, use(process, exchange, cost));
	}
	bool pings = process->owed_count > 0;
	pthread_mutex_unlock(&process->state);
	if (exchange && send_all(process, parts, count, deadline) != 0) {
		pthread_mutex_lock(&process->state);
		exchange_release(exchange);
		pthread_mutex_unlock(&process->state);
		exchange = NULL;
	}
	unlock_sending(process, pings);
	return exchange;
}

/* With the lock state: accesses that there is credit for, the one that was admitted counted as well. */
static size_t accesses_with_credit(const struct iomap_process *process, size_t cost)
{
	uint64_t requests = limit_of(process, IOMAP_LIMIT_REQUESTS_IN_FLIGHT);
	uint64_t bytes = limit_of(process, IOMAP_LIMIT_BYTES_IN_FLIGHT);
	uint64_t by_requests = requests > process->requests ? requests - process->requests : 1;
	uint64_t by_bytes = bytes > process->bytes + cost ? (bytes - process->bytes) / cost : 1;

	return by_requests < by_bytes ? by_requests : by_bytes;
}

ssize_t exchange_send_accesses(struct iomap_process *process, struct exchange **exchange, uint8_t *frames, size_t count,
			       struct answer *answer, uint64_t deadline)
{
	const size_t cost = 2 * ACCESS_BYTES;
	ssize_t sent = -1;

	pthread_mutex_lock(&process->sending);
	pthread_mutex_lock(&process->state);
	struct exchange *admitted = admit(process, *exchange, cost, deadline);
	if (admitted) {
		size_t most = accesses_with_credit(process, cost);
		sent = (ssize_t)(count < most ? count : most);
		if (!*exchange) {
			*exchange = admitted;
			take_exchange(admitted, 0, answer);
		}
		admitted->ready = false;
		for (ssize_t i = 0; i < sent; i++) {
			put32(frames + i * ACCESS_BYTES + ID_AT, use(process, admitted, cost));
		}
	}
	bool pings = process->owed_count > 0;
	pthread_mutex_unlock(&process->state);
	struct iovec part = { frames, (size_t)(sent > 0 ? sent : 0) * ACCESS_BYTES };
	if (sent > 0 && send_all(process, &part, 1, deadline) != 0) {
		sent = -1;
	}
	unlock_sending(process, pings);
	return sent;
}

int send_untold(struct iomap_process *process, const uint8_t *frame, size_t length, uint64_t deadline)
{
	struct iovec part = { (void *)(uintptr_t)frame, length };
	int result = -1;

	pthread_mutex_lock(&process->sending);
	pthread_mutex_lock(&process->state);
	bool lost = process->lost;
	bool pings = process->owed_count > 0;
	if (lost) {
		fail_lost(process, false);
	}
	pthread_mutex_unlock(&process->state);
	if (!lost) {
		result = send_all(process, &part, 1, deadline);
	}
	unlock_sending(process, pings);
	return result;
}
