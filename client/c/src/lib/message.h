/*
 * Messages of the protocol as values: one decoder and one encoder for all of them, driven by the tables of schema.h.
 * Neither allocates memory, and both take any bytes.
 */
#ifndef IOMAP_MESSAGE_H
#define IOMAP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/schema.h"

/*
 * A field of a message. A number: number. A str, name or bytes: number bytes at bytes, which belong to the message that
 * was decoded. A list: number structures, whose fields stand one after the other in fields. A struct: its fields.
 */
struct value {
	uint64_t number;
	const uint8_t *bytes;
	const struct value *fields;
};

static inline struct value number(uint64_t value)
{
	return (struct value){ .number = value };
}

static inline struct value bytes(const void *at, size_t count)
{
	return (struct value){ .number = count, .bytes = at };
}

struct value string(const char *text);

struct message {
	unsigned type, flags, opcode;
	uint32_t id;
	uint32_t status; /* of a reply or ERROR; not 0: the only field is a FailureDetail */
	const struct shape *shape;
	const struct value *fields; /* shape->count of them */
};

/* Why a message was refused: a code of the family PROTOCOL, and a text for people. */
struct refusal {
	unsigned code;
	char text[128];
};

/*
 * Room for the values of a message: the caller's. A message has at most a quarter of its length in bytes and 16 more.
 */
struct values {
	struct value *at;
	size_t left;
};

/* Checks the length in a header against the longest message allowed. Returns it, or 0. */
uint32_t message_length(const uint8_t *header, uint32_t longest, struct refusal *refusal);
/* Decodes one whole message, of the length in its header. */
bool message_decode(const uint8_t *frame, struct message *message, struct values *room, struct refusal *refusal);
/*
 * Encodes a message, and returns its length, 0 when there is no room for it. With tail the data of a last field of type
 * bytes is left out, and *tail says how many bytes of data and padding belong behind what was encoded.
 */
struct tail {
	const uint8_t *data;
	size_t count, padding;
};
size_t message_encode(const struct message *message, uint8_t *into, size_t size, struct tail *tail);

#endif
