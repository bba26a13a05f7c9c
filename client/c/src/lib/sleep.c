/*
 * Calls that sleep in the machine, for as long as it takes. Signals stay blocked all the time, so no handler ever
 * runs in the middle of a call and may leave it by siglongjmp(3): a signalfd tells that one is pending. If the
 * program handles it, the call is taken back with CANCEL, and only then the handler runs. A signal that is ignored or
 * has its default action is let through at once.
 */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

/* Most calls are answered at once, and need none of this. */
#define BRIEF_NANOS 1000000
#ifdef __hppa__
/* qemu-user keeps signals that are blocked to itself: a call is taken back now and then to let them through. */
#define SLICE_NANOS 100000000
#else
#define SLICE_NANOS UINT64_MAX
#endif

#define FAR_AWAY 3600000000000u

/* What a thread sleeps on. */
struct sleeper {
	int signals, wakes; /* a signalfd and an eventfd */
	bool leads;
};

static void begin_sleeping(struct iomap_process *process, struct exchange *exchange, const struct guard *guard,
			   struct sleeper *sleeper)
{
	sigset_t awaited;

	sigemptyset(&awaited);
	for (int signal = 1; signal < NSIG; signal++) {
		if (sigismember(&guard->mask, signal) == 0) {
			sigaddset(&awaited, signal);
		}
	}
	sleeper->signals = host_move(signalfd(-1, &awaited, SFD_NONBLOCK | SFD_CLOEXEC), process->lowest_socket);
	sleeper->wakes = host_move(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), process->lowest_socket);
	sleeper->leads = false;
	exchange->wake_fd = sleeper->wakes;
}

static void end_sleeping(struct iomap_process *process, struct exchange *exchange, struct sleeper *sleeper)
{
	if (sleeper->leads) {
		process->leading = false;
	}
	if (!process->leading) {
		promote(process);
	}
	exchange->wake_fd = -1;
	host_close(sleeper->signals);
	host_close(sleeper->wakes);
}

static void let_through(int signal)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, signal);
	host_mask(SIG_UNBLOCK, &one, NULL);
	host_mask(SIG_BLOCK, &one, NULL);
}

/* Of the signals that are pending: is there one that the program handles? */
static enum waking look_at_signals(const struct guard *guard)
{
	enum waking waking = WOKEN_READY;
	struct sigaction action;
	sigset_t pending;

	sigpending(&pending);
	for (int signal = 1; signal < NSIG; signal++) {
		if (sigismember(&pending, signal) != 1 || sigismember(&guard->mask, signal) != 0 ||
		    sigaction(signal, NULL, &action) != 0) {
			continue;
		}
		if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) {
			let_through(signal);
		} else if (!(action.sa_flags & SA_RESTART)) {
			return WOKEN_INTERRUPTED;
		} else {
			waking = WOKEN_TO_RESTART;
		}
	}
	return waking;
}

/* With the lock state, which is let go meanwhile. */
static enum waking sleep_once(struct iomap_process *process, struct exchange *exchange, const struct guard *guard,
			      struct sleeper *sleeper, uint64_t nanos)
{
	uint64_t at_most = nanos < FAR_AWAY ? nanos : FAR_AWAY;
	struct timespec timeout = { .tv_sec = (time_t)(at_most / 1000000000u),
				    .tv_nsec = (long)(at_most % 1000000000u) };
	ssize_t count = 0;
	uint64_t wakes;

	sleeper->leads = sleeper->leads || !process->leading;
	process->leading = true;
	if (!sleeper->leads) {
		exchange->follows = true;
		process->followers++;
	}
	pthread_mutex_unlock(&process->state);
	struct pollfd polled[] = { { .fd = sleeper->leads ? process->socket : sleeper->wakes, .events = POLLIN },
				   { .fd = sleeper->signals, .events = POLLIN } };
	ppoll(polled, 2, &timeout, NULL);
	enum waking waking = polled[1].revents ? look_at_signals(guard) : WOKEN_READY;
	if (sleeper->leads) {
		count = receive(process);
	} else {
		host_read(sleeper->wakes, &wakes, sizeof(wakes));
	}
	pthread_mutex_lock(&process->state);
	if (sleeper->leads) {
		take_in(process, count);
	} else {
		exchange->follows = false;
		process->followers--;
	}
	return waking;
}

enum waking sleep_until_ready(struct iomap_process *process, struct exchange *exchange, const struct guard *guard,
			      uint64_t deadline)
{
	struct sleeper sleeper;
	enum waking waking = WOKEN_READY;
	uint64_t now = host_nanos();
	uint64_t slice = now + SLICE_NANOS < now ? UINT64_MAX : now + SLICE_NANOS;

	pthread_mutex_lock(&process->state);
	begin_sleeping(process, exchange, guard, &sleeper);
	while (waking == WOKEN_READY && !exchange->ready && !process->lost) {
		now = host_nanos();
		if (now >= deadline) {
			waking = WOKEN_LATE;
		} else if (now >= slice) {
			waking = WOKEN_TO_RESTART;
		} else {
			waking = sleep_once(process, exchange, guard, &sleeper,
					    (deadline < slice ? deadline : slice) - now);
		}
		if (process->owed_count > 0) {
			pthread_mutex_unlock(&process->state);
			answer_pings(process);
			pthread_mutex_lock(&process->state);
		}
	}
	end_sleeping(process, exchange, &sleeper);
	if (exchange->ready) {
		waking = WOKEN_READY;
	} else if (process->lost) {
		waking = WOKEN_LOST;
	}
	pthread_mutex_unlock(&process->state);
	return waking;
}

bool is_to_go_on(uint64_t began, int timeout_millis, int *millis)
{
	uint64_t passed = (host_nanos() - began) / 1000000;

	if (errno != ERESTART || SLICE_NANOS == UINT64_MAX) {
		errno = errno == ERESTART ? EINTR : errno;
		return false;
	}
	*millis = timeout_millis < 0		    ? timeout_millis
		: passed < (unsigned)timeout_millis ? timeout_millis - (int)passed
						    : 0;
	return true;
}

static bool is_answered_by(struct iomap_process *process, struct exchange *exchange, uint64_t deadline)
{
	pthread_mutex_lock(&process->state);
	while (!exchange->ready && !process->lost && !process->leading && host_nanos() < deadline) {
		lead(process, &exchange->ready, deadline);
	}
	bool answered = exchange->ready || process->lost;
	pthread_mutex_unlock(&process->state);
	return answered;
}

/* While the service answers PINGs, a call that takes long is no reason to give up. */
static bool is_there(struct iomap_process *process)
{
	uint8_t ping[HEADER_BYTES], reply[REPLY_BYTES];
	struct answer answer = { .frames = reply, .size = sizeof(reply) };
	uint64_t deadline = deadline_of(process);

	put_header(ping, HEADER_BYTES, IOMAP_TYPE_REQUEST, 0, IOMAP_REQUEST_PING, 0, 0);
	struct exchange *exchange = exchange_send(process, ping, HEADER_BYTES, NULL, &answer, 0, deadline);
	return exchange && exchange_await(process, exchange, deadline) == 0;
}

/* The exchange still ends in exactly one reply: its result, or CANCELLED. */
static int take_back(struct iomap_process *process, struct exchange *exchange, int error)
{
	uint8_t cancel[HEADER_BYTES];
	uint64_t deadline = deadline_of(process);
	struct answer *answer = exchange->answer;
	struct iomap_failure failure;

	put_header(cancel, HEADER_BYTES, IOMAP_TYPE_REQUEST, 0, IOMAP_REQUEST_CANCEL, 0,
		   exchange_id(process, exchange));
	send_untold(process, cancel, sizeof(cancel), deadline);
	if (exchange_await(process, exchange, deadline) != 0) {
		return -1;
	}
	bool failed = answer->length >= HEADER_BYTES && get32(answer->frames + AUX_AT) != 0;
	if (failed && failure_decode(answer->frames, &failure) && failure.family == IOMAP_FAMILY_REFUSED &&
	    failure.code == IOMAP_REFUSED_CANCELLED) {
		failure.error = error;
		return fail(&failure);
	}
	return 0;
}

int exchange_sleep(struct iomap_process *process, struct exchange *exchange, const struct guard *guard)
{
	if (is_answered_by(process, exchange, host_nanos() + BRIEF_NANOS)) {
		return exchange_await(process, exchange, UINT64_MAX);
	}
	while (true) {
		switch (sleep_until_ready(process, exchange, guard, deadline_of(process))) {
		case WOKEN_INTERRUPTED:
			return take_back(process, exchange, EINTR);
		case WOKEN_TO_RESTART:
			return take_back(process, exchange, ERESTART);
		case WOKEN_LATE:
			if (is_there(process)) {
				break;
			}
			return exchange_await(process, exchange, 0);
		default:
			return exchange_await(process, exchange, UINT64_MAX);
		}
	}
}
