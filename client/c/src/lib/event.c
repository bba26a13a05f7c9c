/* Subscriptions, and one queue for the events of all of them. Section 6 of the specification. */
#include "lib/event.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/descriptor.h"
#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

#define QUEUE_BYTES (512 * 1024)
/* Every event but those of section 6.6 starts with its sequence u64 and its subscription u32. */
#define SUBSCRIPTION_AT 24

/* Whole messages from first to end. */
struct event_queue {
	size_t first, end;
	uint64_t lost; /* for want of room, and of which subscription the last one was */
	uint32_t lost_of;
	uint8_t frames[QUEUE_BYTES];
};

bool events_take(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	struct event_queue *queue = process->events;

	if (length < SUBSCRIPTION_AT + 4) {
		return false;
	}
	if (length > QUEUE_BYTES - queue->end) {
		queue->end -= queue->first;
		memmove(queue->frames, queue->frames + queue->first, queue->end);
		queue->first = 0;
	}
	if (length > QUEUE_BYTES - queue->end) {
		queue->lost++;
		queue->lost_of = get32(frame + SUBSCRIPTION_AT);
		return true;
	}
	memcpy(queue->frames + queue->end, frame, length);
	queue->end += length;
	for (size_t i = 1; i < EXCHANGES; i++) {
		struct exchange *exchange = &process->exchanges[i];
		if (exchange->taken && exchange->watches) {
			exchange->ready = true;
			if (exchange->follows) {
				wake(exchange);
			}
		}
	}
	return true;
}

void events_free(struct iomap_process *process)
{
	free(process->events);
}

int events_make(struct iomap_process *process)
{
	struct event_queue *queue = malloc(sizeof(*queue));

	if (!queue) {
		return fail_here(ENOMEM, "no memory for events");
	}
	queue->first = queue->end = 0;
	queue->lost = 0;
	pthread_mutex_lock(&process->state);
	if (!process->events) {
		process->events = queue;
		queue = NULL;
	}
	pthread_mutex_unlock(&process->state);
	free(queue);
	return 0;
}

int iomap_subscribe(struct iomap_process *process, unsigned kind, const char *source, uint32_t *subscription)
{
	struct call subscribe;
	const struct value fields[] = { number(kind), string(source ? source : "") };

	if (events_make(process) != 0 || call(process, &subscribe, IOMAP_REQUEST_SUBSCRIBE, fields) != 0) {
		return -1;
	}
	*subscription = (uint32_t)subscribe.fields[0].number;
	return 0;
}

/* With the lock state: what is still in the queue of a subscription that ended. */
static void forget(struct event_queue *queue, uint32_t subscription)
{
	size_t kept = queue->first;

	for (size_t at = queue->first; at < queue->end;) {
		uint32_t length = get32(queue->frames + at);
		if (get32(queue->frames + at + SUBSCRIPTION_AT) != subscription) {
			memmove(queue->frames + kept, queue->frames + at, length);
			kept += length;
		}
		at += length;
	}
	queue->end = kept;
}

int iomap_unsubscribe(struct iomap_process *process, uint32_t subscription)
{
	struct call unsubscribe;
	const struct value fields[] = { number(subscription) };
	struct guard guard;
	int result = call(process, &unsubscribe, IOMAP_REQUEST_UNSUBSCRIBE, fields);

	if (result == 0 && enter(process, &guard, true)) {
		pthread_mutex_lock(&process->state);
		if (process->events) {
			forget(process->events, subscription);
		}
		pthread_mutex_unlock(&process->state);
		leave(&guard);
	}
	return result;
}

int iomap_acknowledge(struct iomap_process *process, uint32_t subscription)
{
	struct call acknowledge;
	const struct value fields[] = { number(subscription) };
	return call(process, &acknowledge, IOMAP_REQUEST_ACKNOWLEDGE, fields);
}

int64_t iomap_wait(struct iomap_process *process, uint32_t subscription, int timeout_millis, unsigned *level)
{
	struct call wait;
	uint64_t began = host_nanos();
	int left = timeout_millis;
	int result;

	do {
		const struct value fields[] = { number(subscription), number(left < 0 ? INT64_MAX : (uint64_t)left) };
		result = call_sleeping(process, &wait, IOMAP_REQUEST_WAIT, fields);
	} while (result != 0 && is_to_go_on(began, timeout_millis, &left));
	if (result != 0) {
		return -1;
	}
	if (level) {
		*level = (unsigned)wait.fields[1].number;
	}
	return (int64_t)wait.fields[0].number;
}

static void copy_text(char *into, size_t size, const struct value *text)
{
	size_t length = text->number < size - 1 ? text->number : size - 1;

	memcpy(into, text->bytes, length);
	into[length] = 0;
}

static void fill_trace(struct iomap_event *event, const struct value *at)
{
	event->trace_kind = (unsigned)at[2].number;
	event->width = (unsigned)at[3].number;
	event->time_nanos = at[4].number;
	event->address = at[5].number;
	event->value = at[6].number;
	event->pid = (uint32_t)at[7].number;
	copy_text(event->actor, sizeof(event->actor), &at[8]);
	copy_text(event->place, sizeof(event->place), &at[9]);
	copy_text(event->text, sizeof(event->text), &at[10]);
}

static void fill_fault(struct iomap_event *event, const struct value *at)
{
	event->target = (uint32_t)at[2].number;
	event->status = (uint32_t)at[3].number;
	event->address = at[4].fields[4].number;
	event->width = (unsigned)at[4].fields[8].number;
	copy_text(event->text, sizeof(event->text), &at[4].fields[12]);
}

static void fill(const struct iomap_process *process, struct iomap_event *event, unsigned kind, const struct value *at)
{
	memset(event, 0, sizeof(*event));
	event->kind = kind;
	event->sequence = at[0].number;
	event->subscription = (uint32_t)at[1].number;
	switch (kind) {
	case IOMAP_EVENT_INTERRUPT:
		event->level = (unsigned)at[2].number;
		event->count = at[3].number;
		event->time_nanos = at[4].number;
		break;
	case IOMAP_EVENT_FAULT:
		fill_fault(event, at);
		break;
	case IOMAP_EVENT_DEVICE_REMOVED:
		event->status = (uint32_t)schema_errno((unsigned)at[2].number);
		event->value = (uint64_t)descriptor_number(process, at[3].number);
		break;
	case IOMAP_EVENT_MACHINE_RESET:
		event->status = (uint32_t)at[2].number;
		break;
	case IOMAP_EVENT_OVERRUN:
		event->lost = at[2].number;
		break;
	case IOMAP_EVENT_TRACE:
		fill_trace(event, at);
		break;
	case IOMAP_EVENT_TERMINAL_OUTPUT:
		event->data_length = at[2].number < sizeof(event->data) ? at[2].number : sizeof(event->data);
		memcpy(event->data, at[2].bytes, event->data_length);
		break;
	default:
		break;
	}
}

int events_next(struct iomap_process *process, struct iomap_event *event)
{
	struct event_queue *queue = process->events;
	struct value values[2 * SHAPE_FIELDS];
	struct values room = { values, 2 * SHAPE_FIELDS };
	struct message message;
	struct refusal refusal;

	if (queue && queue->first < queue->end) {
		const uint8_t *frame = queue->frames + queue->first;
		if (!message_decode(frame, &message, &room, &refusal)) {
			lose_because(process, EPROTO, "the service broke the protocol: %s", refusal.text);
			return fail_lost(process, true);
		}
		fill(process, event, message.opcode, message.fields);
		queue->first += get32(frame);
		return 1;
	}
	if (queue && queue->lost > 0) {
		memset(event, 0, sizeof(*event));
		event->kind = IOMAP_EVENT_OVERRUN;
		event->subscription = queue->lost_of;
		event->lost = queue->lost;
		queue->lost = 0;
		return 1;
	}
	return process->lost ? fail_lost(process, true) : 0;
}

/* With the lock state, which is let go meanwhile. */
static int wait_for_event(struct iomap_process *process, const struct guard *guard, uint64_t deadline)
{
	struct exchange *exchange = exchange_take(process);

	if (!exchange) {
		return fail_here(EAGAIN, "too many calls under way");
	}
	exchange->watches = true;
	pthread_mutex_unlock(&process->state);
	enum waking waking = sleep_until_ready(process, exchange, guard, deadline);
	pthread_mutex_lock(&process->state);
	exchange->watches = false;
	exchange_release(exchange);
	if (waking == WOKEN_INTERRUPTED || waking == WOKEN_TO_RESTART) {
		return fail_here(waking == WOKEN_INTERRUPTED ? EINTR : ERESTART, "interrupted by a signal");
	}
	return 0;
}

static int next_event(struct iomap_process *process, struct iomap_event *event, uint64_t deadline)
{
	struct guard guard;

	if (!enter(process, &guard, true)) {
		return -1;
	}
	drain(process);
	answer_pings(process);
	pthread_mutex_lock(&process->state);
	int result = events_next(process, event);
	while (result == 0 && host_nanos() < deadline) {
		result = wait_for_event(process, &guard, deadline);
		if (result == 0) {
			result = events_next(process, event);
		}
	}
	pthread_mutex_unlock(&process->state);
	leave(&guard);
	return result;
}

int iomap_next_event(struct iomap_process *process, struct iomap_event *event, int timeout_millis)
{
	uint64_t began = host_nanos();
	uint64_t deadline = timeout_millis < 0 ? UINT64_MAX : began + (uint64_t)timeout_millis * 1000000;
	int left, result;

	do {
		result = next_event(process, event, deadline);
	} while (result < 0 && is_to_go_on(began, timeout_millis, &left));
	return result;
}
