/* A call: into the library, a request, its answer, and out again. */
#include "lib/exchange.h"

#include <errno.h>

#include "lib/failure.h"
#include "lib/fork.h"
#include "lib/host.h"

#define REQUEST_BYTES 4352 /* a path, and the fields beside it */

/* A handler of a signal may run in the middle of a call, and must not wait for what that call holds. */
static __thread bool inside __attribute__((tls_model("initial-exec")));

/* Signals of what a thread does itself: blocked, they would end the program. */
static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS };

bool enter(struct iomap_process *process, struct guard *guard, bool mask_signals)
{
	if (process->generation != program_generation()) {
		fail_here(ESTALE, "the process belongs to the program that forked this one");
		return false;
	}
	if (inside) {
		fail_here(EDEADLK, "called by a signal handler in the middle of another call");
		return false;
	}
	guard->masked = mask_signals;
	if (mask_signals) {
		sigset_t all;
		sigfillset(&all);
		for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
			sigdelset(&all, faults[i]);
		}
		host_mask(SIG_SETMASK, &all, &guard->mask);
	}
	inside = true;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &guard->cancelling);
	return true;
}

void leave(struct guard *guard)
{
	int error = errno;

	inside = false;
	if (guard->masked) {
		host_mask(SIG_SETMASK, &guard->mask, NULL);
	}
	pthread_setcancelstate(guard->cancelling, NULL);
	errno = error;
}

uint64_t deadline_of(const struct iomap_process *process)
{
	return host_nanos() + process->deadline_nanos;
}

uint64_t limit_of(const struct iomap_process *process, unsigned limit)
{
	return process->limits.value[limit];
}

/* With the lock state: lets another thread read. */
static void follow(struct iomap_process *process, struct exchange *exchange, uint64_t deadline)
{
	exchange->follows = true;
	process->followers++;
	wait_until(&exchange->wake, &process->state, deadline);
	process->followers--;
	exchange->follows = false;
}

/* With the lock state: what an exchange fails with that has no answer; a late one is dropped. */
static int give_up(struct iomap_process *process, struct exchange *exchange)
{
	struct iomap_failure late = { .execution = IOMAP_EXECUTION_UNKNOWN,
				      .error = ETIMEDOUT,
				      .text = "no answer in time; a late one is dropped" };

	if (process->lost) {
		exchange_release(exchange);
		return fail_lost(process, true);
	}
	exchange->answer = NULL;
	return fail(&late);
}

int exchange_await(struct iomap_process *process, struct exchange *exchange, uint64_t deadline)
{
	bool late = false;
	int result = 0;

	pthread_mutex_lock(&process->state);
	while (!exchange->ready && !process->lost && !late) {
		if (process->leading) {
			follow(process, exchange, deadline);
		} else {
			lead(process, &exchange->ready, deadline);
		}
		late = !exchange->ready && host_nanos() >= deadline;
	}
	if (exchange->ready) {
		exchange_release(exchange);
	} else {
		result = give_up(process, exchange);
	}
	if (!process->leading) {
		promote(process); /* who was woken to lead and does not, wakes the next one */
	}
	pthread_mutex_unlock(&process->state);
	return result;
}

int connection_broken(struct iomap_process *process, const char *text)
{
	pthread_mutex_lock(&process->state);
	lose_because(process, EPROTO, "the service broke the protocol: %s", text);
	fail_lost(process, true);
	pthread_mutex_unlock(&process->state);
	return -1;
}

int answer_check(struct iomap_process *process, const uint8_t *frame)
{
	struct iomap_failure failure;

	if (get32(frame + AUX_AT) == 0) {
		return 0;
	}
	if (get32(frame + LENGTH_AT) > REPLY_BYTES || !failure_decode(frame, &failure)) {
		return connection_broken(process, "a failure that makes no sense");
	}
	return fail(&failure);
}

static bool decode(struct iomap_process *process, struct call *call, const struct answer *answer)
{
	struct values room = { call->values, sizeof(call->values) / sizeof(call->values[0]) };
	struct message message;
	struct refusal refusal = { .text = "a reply that is too long" };

	if (answer->length < HEADER_BYTES || get32(call->frame + LENGTH_AT) > answer->length ||
	    !message_decode(call->frame, &message, &room, &refusal)) {
		connection_broken(process, refusal.text);
		return false;
	}
	call->fields = message.fields;
	return true;
}

static int call_guarded(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields,
			const struct guard *sleeping)
{
	uint8_t request[REQUEST_BYTES];
	struct answer answer = { .frames = call->frame, .size = sizeof(call->frame) };
	struct message message = {
		.type = IOMAP_TYPE_REQUEST, .opcode = opcode, .shape = schema_request(opcode), .fields = fields
	};
	struct tail tail;
	size_t length = message_encode(&message, request, sizeof(request), &tail);
	uint64_t deadline = deadline_of(process);

	if (length == 0) {
		return fail_here(ENAMETOOLONG, "a request that is too long");
	}
	struct exchange *exchange = exchange_send(process, request, length, &tail, &answer, REPLY_BYTES, deadline);
	if (!exchange) {
		return -1;
	}
	if ((sleeping ? exchange_sleep(process, exchange, sleeping) : exchange_await(process, exchange, deadline)) !=
	    0) {
		return -1;
	}
	if (!decode(process, call, &answer)) {
		return -1;
	}
	return answer_check(process, call->frame);
}

int call(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields)
{
	struct guard guard;

	if (!enter(process, &guard, true)) {
		return -1;
	}
	int result = call_guarded(process, call, opcode, fields, NULL);
	leave(&guard);
	return result;
}

int call_sleeping(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields)
{
	struct guard guard;

	if (!enter(process, &guard, true)) {
		return -1;
	}
	int result = call_guarded(process, call, opcode, fields, &guard);
	leave(&guard);
	return result;
}

int call_restarting(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields)
{
	int result;

	do {
		result = call_sleeping(process, call, opcode, fields);
	} while (result != 0 && errno == ERESTART);
	return result;
}
