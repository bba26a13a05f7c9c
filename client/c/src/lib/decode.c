/*
 * The decoder: any bytes in, a message or the reason why they are none out. The checks are made in the order of DC-2.
 */
#include <stdarg.h>
#include <stdio.h>

#include "iomap/registry.h"
#include "lib/message.h"
#include "lib/text.h"
#include "lib/wire.h"

#define LONGEST_TEXT 256 /* of a failure: ER-4 */

struct reader {
	const uint8_t *start;
	size_t at, end;
	uint32_t aux;
	bool aux_used;
	struct values *room;
	struct refusal *refusal;
	bool refused;
};

/* What a field may be, where its type does not say. */
struct range {
	const char *record, *field;
	uint32_t lowest, highest;
};
static const struct range ranges[] = {
	{ "BatchEntry", "direction", 1, 2 },   { "Batch", "mode", 0, 1 },
	{ "DriveLine", "level", 0, 1 },	       { "Ioremap", "rights", 1, 2 },
	{ "Lseek", "whence", 0, 2 },	       { "PciEnable", "state", 0, 3 },
	{ "RegisterDevice", "major", 0, 254 }, { "RequestRegion", "exclusive", 0, 1 },
	{ "SetClock", "kind", 0, 2 },
};

__attribute__((format(printf, 3, 4))) static bool refuse(struct refusal *refusal, unsigned code, const char *format,
							 ...)
{
	va_list arguments;
	int prefix = snprintf(refusal->text, sizeof(refusal->text), "%s: ", schema_requirement(code));

	refusal->code = code;
	va_start(arguments, format);
	vsnprintf(refusal->text + prefix, sizeof(refusal->text) - (size_t)prefix, format, arguments);
	va_end(arguments);
	return false;
}

#define REFUSE(in, ...) ((in)->refused = true, refuse((in)->refusal, __VA_ARGS__))

static bool is_left(struct reader *in, uint64_t count)
{
	if (count > in->end - in->at) {
		return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "a field of %llu bytes where %zu are left",
			      (unsigned long long)count, in->end - in->at);
	}
	return true;
}

static bool is_zero(struct reader *in, size_t count)
{
	for (; count > 0; count--, in->at++) {
		if (in->start[in->at] != 0) {
			return REFUSE(in, IOMAP_PROTOCOL_RESERVED, "byte %zu is reserved and not zero", in->at);
		}
	}
	return true;
}

static bool align(struct reader *in, size_t multiple)
{
	size_t gap = -in->at & (multiple - 1);
	return is_left(in, gap) && is_zero(in, gap);
}

static bool read_number(struct reader *in, size_t width, uint64_t *value)
{
	if (!align(in, width) || !is_left(in, width)) {
		return false;
	}
	*value = 0;
	for (size_t i = 0; i < width; i++) {
		*value = *value << 8 | in->start[in->at++];
	}
	return true;
}

static bool read_bytes(struct reader *in, size_t multiple, struct value *value)
{
	if (!read_number(in, 4, &value->number) || !align(in, multiple) || !is_left(in, value->number)) {
		return false;
	}
	value->bytes = in->start + in->at;
	in->at += value->number;
	return true;
}

static bool read_string(struct reader *in, const struct shape *shape, const struct shape_field *field,
			struct value *value)
{
	if (!read_bytes(in, 1, value)) {
		return false;
	}
	if (shape == schema_failure_detail && strcmp(field->name, "text") == 0 && value->number > LONGEST_TEXT) {
		return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "a string of %llu bytes, of at most %d",
			      (unsigned long long)value->number, LONGEST_TEXT);
	}
	if (!is_utf8(value->bytes, value->number)) {
		return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "a string is not UTF-8");
	}
	if (field->kind == FIELD_NAME && !is_name(value->bytes, value->number)) {
		return REFUSE(in, IOMAP_PROTOCOL_NAME, "a name is 1 to 64 of A-Z a-z 0-9 . _ -");
	}
	return true;
}

static bool check_width(struct reader *in, uint64_t width)
{
	if (!is_width(width)) {
		return REFUSE(in, IOMAP_PROTOCOL_WIDTH, "an access is 1, 2, 4 or 8 bytes wide, not %llu",
			      (unsigned long long)width);
	}
	return true;
}

static struct value *take(struct reader *in, size_t count)
{
	if (count > in->room->left) {
		REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "a message of more fields than there is room for");
		return NULL;
	}
	struct value *taken = in->room->at;
	memset(taken, 0, count * sizeof(*taken));
	in->room->at += count;
	in->room->left -= count;
	return taken;
}

static bool read_fields(struct reader *in, const struct shape *shape, struct value *values);

static bool read_list(struct reader *in, const struct shape *of, struct value *list)
{
	if (!read_number(in, 4, &list->number)) {
		return false;
	}
	if (list->number > (in->end - in->at) / 4) {
		return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "a list of %llu entries in %zu bytes",
			      (unsigned long long)list->number, in->end - in->at);
	}
	struct value *values = take(in, list->number * of->count);
	list->fields = values;
	for (uint64_t i = 0; values && i < list->number; i++, values += of->count) {
		if (!align(in, 8) || !read_fields(in, of, values)) {
			return false;
		}
	}
	return !in->refused;
}

static bool read_structure(struct reader *in, const struct shape *of, struct value *structure)
{
	struct value *values = take(in, of->count);
	structure->fields = values;
	return values && align(in, 8) && read_fields(in, of, values);
}

static bool read_field(struct reader *in, const struct shape *shape, const struct shape_field *field,
		       struct value *value)
{
	switch (field->kind) {
	case FIELD_AUX:
	case FIELD_WIDTH:
		in->aux_used = true;
		value->number = in->aux;
		return field->kind == FIELD_AUX || check_width(in, in->aux);
	case FIELD_U16:
		return read_number(in, 2, &value->number);
	case FIELD_U32:
		return read_number(in, 4, &value->number);
	case FIELD_U64:
		return read_number(in, 8, &value->number);
	case FIELD_STR:
	case FIELD_NAME:
		return read_string(in, shape, field, value);
	case FIELD_BYTES:
		return read_bytes(in, 8, value);
	case FIELD_LIST:
		return read_list(in, field->of, value);
	case FIELD_STRUCT:
		return read_structure(in, field->of, value);
	}
	return false;
}

static bool is_in_range(struct reader *in, const struct shape *shape, const struct shape_field *field, uint64_t value)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *range = &ranges[i];
		if (strcmp(range->record, shape->name) != 0 || strcmp(range->field, field->name) != 0) {
			continue;
		}
		if (value < range->lowest || value > range->highest) {
			return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "%s is from %u to %u, not %llu", field->name,
				      range->lowest, range->highest, (unsigned long long)value);
		}
	}
	return true;
}

/* What one field says about another. */
static bool are_consistent(struct reader *in, const struct shape *shape, const struct value *values)
{
	if (strcmp(shape->name, "BatchEntry") == 0) {
		if (!check_width(in, values[1].number)) {
			return false;
		}
		if (values[0].number == 1 && values[3].number != 0) {
			return REFUSE(in, IOMAP_PROTOCOL_RESERVED, "the value of a load is reserved");
		}
	}
	const struct shape_field *last = shape->count > 1 ? &shape->fields[shape->count - 1] : NULL;
	if (last && last->kind == FIELD_BYTES && shape->fields[0].kind == FIELD_WIDTH) {
		uint64_t count = values[shape->count - 1].number;
		if (count % values[0].number != 0) {
			return REFUSE(in, IOMAP_PROTOCOL_PAYLOAD, "%llu bytes are no elements of %llu",
				      (unsigned long long)count, (unsigned long long)values[0].number);
		}
	}
	return true;
}

static bool read_fields(struct reader *in, const struct shape *shape, struct value *values)
{
	for (unsigned i = 0; i < shape->count; i++) {
		const struct shape_field *field = &shape->fields[i];
		if (!read_field(in, shape, field, &values[i]) || !is_in_range(in, shape, field, values[i].number)) {
			return false;
		}
	}
	return are_consistent(in, shape, values);
}

uint32_t message_length(const uint8_t *header, uint32_t longest, struct refusal *refusal)
{
	uint32_t length = get32(header + LENGTH_AT);

	if (length < HEADER_BYTES || length > longest || length % HEADER_BYTES != 0) {
		refuse(refusal, IOMAP_PROTOCOL_LENGTH, "length 0x%08x is not a multiple of %d from %d to %u", length,
		       HEADER_BYTES, HEADER_BYTES, longest);
		return 0;
	}
	return length;
}

static bool read_header(const uint8_t *frame, struct message *message, struct refusal *refusal)
{
	static const char *const names[] = { "", "REQUEST", "REPLY", "EVENT", "ERROR" };
	static const unsigned allowed[] = { 0, IOMAP_FLAG_POSTED, IOMAP_FLAG_MORE, 0, 0 };

	message->type = frame[TYPE_AT];
	message->flags = frame[FLAGS_AT] & MUST_UNDERSTAND;
	message->opcode = get16(frame + OPCODE_AT);
	message->id = get32(frame + ID_AT);
	message->status = get32(frame + AUX_AT);
	if (message->type < IOMAP_TYPE_REQUEST || message->type > IOMAP_TYPE_ERROR) {
		return refuse(refusal, IOMAP_PROTOCOL_TYPE, "a message of type %u", message->type);
	}
	if (message->flags & ~allowed[message->type]) {
		return refuse(refusal, IOMAP_PROTOCOL_FLAGS, "flags 0x%02x in a message %s", message->flags,
			      names[message->type]);
	}
	return true;
}

static bool find_shape(struct message *message, struct refusal *refusal)
{
	const char *name = schema_opcode(message->opcode);

	switch (message->type) {
	case IOMAP_TYPE_REQUEST:
		message->shape = schema_request(message->opcode);
		return message->shape || refuse(refusal, IOMAP_PROTOCOL_UNSUPPORTED, "%s is not a request", name);
	case IOMAP_TYPE_EVENT:
		if (message->id != 0 || message->status != 0) {
			return refuse(refusal, IOMAP_PROTOCOL_RESERVED,
				      "the id and the aux word of an event are reserved");
		}
		message->shape = schema_event(message->opcode);
		return message->shape || refuse(refusal, IOMAP_PROTOCOL_UNSUPPORTED, "%s is not an event", name);
	case IOMAP_TYPE_ERROR:
		message->shape = schema_failure_detail;
		return message->status != 0 ||
			refuse(refusal, IOMAP_PROTOCOL_PAYLOAD, "an ERROR message without a status");
	default:
		message->shape = message->status ? schema_failure_detail : schema_reply(message->opcode);
		return message->shape || refuse(refusal, IOMAP_PROTOCOL_UNSUPPORTED, "%s has no reply", name);
	}
}

bool message_decode(const uint8_t *frame, struct message *message, struct values *room, struct refusal *refusal)
{
	if (!read_header(frame, message, refusal) || !find_shape(message, refusal)) {
		return false;
	}
	struct reader in = { .start = frame,
			     .at = HEADER_BYTES,
			     .end = get32(frame + LENGTH_AT),
			     .aux = message->status,
			     .room = room,
			     .refusal = refusal };
	struct value *values = take(&in, message->shape->count);
	message->fields = values;
	if (!values || !read_fields(&in, message->shape, values)) {
		return false;
	}
	if (message->type != IOMAP_TYPE_REQUEST) {
		return true; /* fields of a later minor version may follow: GR-2 */
	}
	message->status = 0;
	if (!in.aux_used && in.aux != 0) {
		return refuse(refusal, IOMAP_PROTOCOL_RESERVED, "the aux word of %s is reserved, not 0x%08x",
			      schema_opcode(message->opcode), in.aux);
	}
	return is_zero(&in, in.end - in.at);
}
