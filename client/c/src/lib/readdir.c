/* READDIR, whose reply is as long as it likes to be, up to the limit BYTES_IN_FLIGHT. */
#include <errno.h>
#include <stdlib.h>

#include "lib/exchange.h"
#include "lib/failure.h"

#define LONGEST_NAME 255
#define PATH_BYTES 4352

typedef int visitor(void *argument, const char *name);

static int visit_names(const struct value *names, visitor *visit, void *argument)
{
	char name[LONGEST_NAME + 1];
	int result = 0;

	for (uint64_t i = 0; i < names->number && result == 0; i++) {
		const struct value *entry = &names->fields[i];
		size_t length = entry->number < LONGEST_NAME ? entry->number : LONGEST_NAME;
		memcpy(name, entry->bytes, length);
		name[length] = 0;
		result = visit(argument, name);
	}
	return result;
}

/* The messages of the reply one after the other. */
static int visit_frames(struct iomap_process *process, const struct answer *answer, visitor *visit, void *argument)
{
	struct value *values = malloc((process->longest / 4 + SHAPE_FIELDS) * sizeof(*values));
	int result = 0;

	if (!values) {
		return fail_here(ENOMEM, "no memory for a directory");
	}
	for (size_t at = 0; at < answer->length && result == 0; at += get32(answer->frames + at)) {
		struct values room = { values, process->longest / 4 + SHAPE_FIELDS };
		struct message message;
		struct refusal refusal = { .text = "a reply that is cut" };
		bool whole =
			get32(answer->frames + at) >= HEADER_BYTES && get32(answer->frames + at) <= answer->length - at;
		if (!whole || !message_decode(answer->frames + at, &message, &room, &refusal)) {
			result = connection_broken(process, refusal.text);
			break;
		}
		result = message.status ? answer_check(process, answer->frames + at)
					: visit_names(&message.fields[0], visit, argument);
	}
	free(values);
	return result;
}

static int ask(struct iomap_process *process, const char *path, struct answer *answer)
{
	uint8_t request[PATH_BYTES];
	struct value field = string(path);
	struct message message = { .type = IOMAP_TYPE_REQUEST,
				   .opcode = IOMAP_REQUEST_READDIR,
				   .shape = schema_request(IOMAP_REQUEST_READDIR),
				   .fields = &field };
	size_t length = message_encode(&message, request, sizeof(request), NULL);
	uint64_t deadline = deadline_of(process);
	struct guard guard;
	int result = -1;

	if (length == 0) {
		return fail_here(ENAMETOOLONG, "a path that is too long");
	}
	if (!enter(process, &guard, true)) {
		return -1;
	}
	struct exchange *exchange = exchange_send(process, request, length, NULL, answer, REPLY_BYTES, deadline);
	if (exchange) {
		result = exchange_await(process, exchange, deadline);
	}
	leave(&guard);
	return result;
}

int iomap_readdir(struct iomap_process *process, const char *path, visitor *visit, void *argument)
{
	struct answer answer = { .size = limit_of(process, IOMAP_LIMIT_BYTES_IN_FLIGHT) + process->longest };
	int result;

	answer.frames = malloc(answer.size);
	if (!answer.frames) {
		return fail_here(ENOMEM, "no memory for a directory");
	}
	result = ask(process, path, &answer);
	if (result == 0) {
		result = visit_frames(process, &answer, visit, argument);
	}
	free(answer.frames);
	return result;
}
