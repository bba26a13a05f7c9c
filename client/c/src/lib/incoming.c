/* What becomes of a message from the service. Everything is checked; what makes no sense ends the connection: RQ-2. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

#include "lib/event.h"
#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

static void broken(struct iomap_process *process, const char *text)
{
	lose_because(process, EPROTO, "the service broke the protocol: %s", text);
}

static void copy_frame(struct answer *answer, const uint8_t *frame, uint32_t length)
{
	if (length <= answer->size - answer->length) {
		memcpy(answer->frames + answer->length, frame, length);
		answer->length += length;
	} else if (answer->length == 0 && answer->size >= HEADER_BYTES) {
		/* Too long for what was asked: who asked finds a message that is cut. */
		memcpy(answer->frames, frame, answer->size);
		answer->length = answer->size;
	} else {
		put32(answer->frames + LENGTH_AT, 0);
	}
}

/* The data of LOAD_BLOCK and the like: Part is offset u64, total u32, data. */
static bool take_part(struct answer *answer, const uint8_t *frame, uint32_t length)
{
	if (length < ACCESS_BYTES) {
		return false;
	}
	uint64_t offset = get64(frame + 16);
	uint32_t count = get32(frame + 28);
	if (count > length - ACCESS_BYTES || offset != answer->received ||
	    count > answer->into_size - answer->received) {
		return false;
	}
	memcpy(answer->into + offset, frame + ACCESS_BYTES, count);
	answer->received += count;
	return true;
}

static bool take_access(struct answer *answer, const uint8_t *frame, uint32_t length)
{
	struct iomap_access *access = &answer->accesses[answer->answered++];
	struct iomap_failure failure;
	unsigned opcode = access->direction == IOMAP_LOAD ? IOMAP_REQUEST_LOAD : IOMAP_REQUEST_STORE;

	if (get16(frame + OPCODE_AT) != opcode) {
		return false;
	}
	if (get32(frame + AUX_AT) == 0) {
		if (access->direction == IOMAP_LOAD && length >= ACCESS_BYTES) {
			access->value = get64(frame + 16);
		}
		access->error = 0;
		return length >= ACCESS_BYTES;
	}
	if (!failure_decode(frame, &failure)) {
		return false;
	}
	access->error = failure.error;
	access->signal = failure.signal;
	access->si_code = failure.si_code;
	answer->failed++;
	return true;
}

/* A SHARE that its caller gave up: what came with it is nobody's, and the next one may begin. */
static void end_given_up(struct iomap_process *process, struct exchange *exchange)
{
	if (exchange->opcode == IOMAP_REQUEST_SHARE) {
		if (process->passed >= 0) {
			host_close(process->passed);
		}
		process->passed = -1;
		process->sharing = false;
	}
	exchange_release(exchange);
}

static void end_request(struct iomap_process *process, struct exchange *exchange)
{
	exchange->answered++;
	process->requests--;
	process->bytes -= exchange->cost;
	process->room_made = true;
	if (exchange->answered != exchange->next) {
		return;
	}
	if (!exchange->answer) {
		end_given_up(process, exchange);
		return;
	}
	exchange->ready = true;
	if (exchange->follows) {
		wake(exchange);
	}
}

static bool take_reply(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	uint32_t id = get32(frame + ID_AT);
	struct exchange *exchange = &process->exchanges[id & (EXCHANGES - 1)];
	struct answer *answer = exchange->answer;
	bool more = frame[FLAGS_AT] & IOMAP_FLAG_MORE;
	bool right = true;

	if (!exchange->taken || exchange->answered == exchange->next || (id & POSTED_ID) ||
	    id >> EXCHANGE_BITS != (exchange->answered & NUMBER_MASK) ||
	    (exchange->opcode && get16(frame + OPCODE_AT) != exchange->opcode)) {
		return false;
	}
	if (answer && answer->accesses) {
		right = !more && take_access(answer, frame, length);
	} else if (answer && answer->into && get32(frame + AUX_AT) == 0) {
		right = take_part(answer, frame, length);
	} else if (answer) {
		copy_frame(answer, frame, length);
	}
	if (right && !more) {
		end_request(process, exchange);
	}
	return right;
}

static void take_error(struct iomap_process *process, const uint8_t *frame)
{
	struct iomap_failure loss;

	if (!failure_decode(frame, &loss)) {
		broken(process, "an ERROR message without a status");
		return;
	}
	loss.execution = IOMAP_EXECUTION_UNKNOWN;
	lose(process, &loss);
}

#define REASON_NO_PING 4 /* of section 10: all others are about the machine or the service */

/* The end is announced: a text that is not as it should be is none. */
static void take_farewell(struct iomap_process *process, const uint8_t *frame)
{
	struct value values[SHAPE_FIELDS];
	struct values room = { values, SHAPE_FIELDS };
	struct message message;
	struct refusal refusal;

	process->going_away = true;
	if (message_decode(frame, &message, &room, &refusal)) {
		process->farewell = message.fields[0].number == REASON_NO_PING ? ECONNRESET : EHOSTDOWN;
		snprintf(process->farewell_text, sizeof(process->farewell_text), ": %.*s",
			 (int)message.fields[3].number, (const char *)message.fields[3].bytes);
	}
}

static bool take_event(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	unsigned opcode = get16(frame + OPCODE_AT);

	if (opcode == IOMAP_EVENT_GOAWAY) {
		take_farewell(process, frame);
	} else if (opcode == IOMAP_EVENT_CALL || opcode == IOMAP_EVENT_CALL_ABANDONED) {
		return false;
	} else if (schema_event(opcode) && process->events) {
		return events_take(process, frame, length);
	}
	return true; /* an event of a later minor version is skipped: GR-1 */
}

static bool owe_ping(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	if (get16(frame + OPCODE_AT) != IOMAP_REQUEST_PING || length != HEADER_BYTES ||
	    process->owed_count == OWED_PINGS) {
		return false;
	}
	process->owed[process->owed_count++] = get32(frame + ID_AT);
	return true;
}

static void take(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	unsigned type = frame[TYPE_AT];
	unsigned flags = frame[FLAGS_AT] & MUST_UNDERSTAND;

	if (flags & ~(type == IOMAP_TYPE_REPLY ? (unsigned)IOMAP_FLAG_MORE : 0u)) {
		broken(process, "flags");
	} else if (type == IOMAP_TYPE_REPLY) {
		if (!take_reply(process, frame, length)) {
			broken(process, "a reply that answers nothing");
		}
	} else if (type == IOMAP_TYPE_EVENT) {
		if (!take_event(process, frame, length)) {
			broken(process, "an event that makes no sense");
		}
	} else if (type == IOMAP_TYPE_REQUEST) {
		if (!owe_ping(process, frame, length)) {
			broken(process, "a request that is no PING");
		}
	} else if (type == IOMAP_TYPE_ERROR) {
		take_error(process, frame);
	} else {
		broken(process, "a message of no type");
	}
}

void hand_out(struct iomap_process *process)
{
	struct refusal refusal;

	while (process->in_end - process->in_start >= HEADER_BYTES && !process->lost) {
		const uint8_t *frame = process->in + process->in_start;
		uint32_t length = message_length(frame, process->longest, &refusal);
		if (length == 0) {
			broken(process, refusal.text);
			return;
		}
		if (process->in_end - process->in_start < length) {
			break;
		}
		process->in_start += length;
		take(process, frame, length);
	}
	if (process->room_made && process->room_wanted) {
		pthread_cond_signal(&process->room);
	}
}

void lose(struct iomap_process *process, const struct iomap_failure *loss)
{
	if (process->lost) {
		return;
	}
	process->lost = true;
	process->loss = *loss;
	if (process->socket >= 0) {
		shutdown(process->socket, SHUT_RDWR);
	}
	for (size_t i = 0; i < EXCHANGES; i++) {
		if (process->exchanges[i].follows) {
			wake(&process->exchanges[i]);
		}
	}
	pthread_cond_signal(&process->room);
}

void lose_because(struct iomap_process *process, int error, const char *format, ...)
{
	struct iomap_failure loss = { .error = error };
	va_list arguments;

	loss.execution = process->going_away ? IOMAP_EXECUTION_NOT_EXECUTED : IOMAP_EXECUTION_UNKNOWN;
	va_start(arguments, format);
	vsnprintf(loss.text, sizeof(loss.text), format, arguments);
	va_end(arguments);
	if (error == ECONNRESET && process->farewell != 0) {
		loss.error = process->farewell;
		snprintf(loss.text, sizeof(loss.text), "the service closed the connection%s", process->farewell_text);
	}
	lose(process, &loss);
}
