/* The encoder, and the shape of each message. */
#include "lib/message.h"

#include "iomap/registry.h"
#include "lib/wire.h"

struct writer {
	uint8_t *start;
	size_t at, size;
	struct tail *tail;
	uint32_t aux;
	bool overflow;
};

struct value string(const char *text)
{
	return bytes(text, strlen(text));
}

/* Where count bytes go, with zeros before them up to a multiple of align; null when there is no room. */
static uint8_t *place(struct writer *out, size_t align, size_t count)
{
	size_t gap = -out->at & (align - 1);

	if (out->overflow || gap > out->size - out->at || count > out->size - out->at - gap) {
		out->overflow = true;
		return NULL;
	}
	memset(out->start + out->at, 0, gap);
	uint8_t *at = out->start + out->at + gap;
	out->at += gap + count;
	return at;
}

static void write_number(struct writer *out, size_t width, uint64_t value)
{
	uint8_t *at = place(out, width, width);

	for (size_t i = 0; at && i < width; i++) {
		at[i] = (uint8_t)(value >> 8 * (width - 1 - i));
	}
}

static void write_bytes(struct writer *out, size_t align, const struct value *value)
{
	uint8_t *at = place(out, align, value->number);

	if (at && value->number > 0) {
		memcpy(at, value->bytes, value->number);
	}
}

static void write_fields(struct writer *out, const struct shape *shape, const struct value *values);

static void write_field(struct writer *out, const struct shape_field *field, const struct value *value)
{
	switch (field->kind) {
	case FIELD_AUX:
	case FIELD_WIDTH:
		out->aux = (uint32_t)value->number;
		break;
	case FIELD_U16:
		write_number(out, 2, value->number);
		break;
	case FIELD_U32:
		write_number(out, 4, value->number);
		break;
	case FIELD_U64:
		write_number(out, 8, value->number);
		break;
	case FIELD_STR:
	case FIELD_NAME:
		write_number(out, 4, value->number);
		write_bytes(out, 1, value);
		break;
	case FIELD_BYTES:
		write_number(out, 4, value->number);
		write_bytes(out, 8, value);
		break;
	case FIELD_LIST:
		write_number(out, 4, value->number);
		for (uint64_t i = 0; i < value->number && !out->overflow; i++) {
			place(out, 8, 0);
			write_fields(out, field->of, value->fields + i * field->of->count);
		}
		break;
	case FIELD_STRUCT:
		place(out, 8, 0);
		write_fields(out, field->of, value->fields);
		break;
	}
}

static void write_fields(struct writer *out, const struct shape *shape, const struct value *values)
{
	for (unsigned i = 0; i < shape->count; i++) {
		const struct shape_field *field = &shape->fields[i];
		if (out->tail && field->kind == FIELD_BYTES && i + 1 == shape->count) {
			write_number(out, 4, values[i].number);
			place(out, 8, 0);
			*out->tail = (struct tail){ .data = values[i].bytes, .count = values[i].number };
		} else {
			write_field(out, field, &values[i]);
		}
	}
}

size_t message_encode(const struct message *message, uint8_t *into, size_t size, struct tail *tail)
{
	struct writer out = { .start = into, .at = HEADER_BYTES, .size = size, .tail = tail, .aux = message->status };
	size_t behind = 0;

	if (size < HEADER_BYTES) {
		return 0;
	}
	if (tail) {
		*tail = (struct tail){ 0 };
	}
	write_fields(&out, message->shape, message->fields);
	if (tail && tail->data) {
		tail->padding = -(out.at + tail->count) & (HEADER_BYTES - 1);
		behind = tail->count + tail->padding;
	} else {
		place(&out, HEADER_BYTES, 0);
	}
	if (out.overflow || behind > UINT32_MAX - out.at) {
		return 0;
	}
	put_header(into, (uint32_t)(out.at + behind), message->type, message->flags, message->opcode, message->id,
		   out.aux);
	return out.at;
}
