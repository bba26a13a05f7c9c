/* Messages as text. */
#include "title.h"

#include "iomap/registry.h"

static const char *width_name(uint64_t width)
{
	return width == 1 ? "BYTE" : width == 2 ? "HALFWORD" : width == 4 ? "WORD" : "DOUBLEWORD";
}

static void print_record(FILE *out, const struct shape *shape, const struct value *values, const char *before);

static void print_value(FILE *out, const struct shape_field *field, const struct value *value)
{
	switch (field->kind) {
	case FIELD_WIDTH:
		fputs(width_name(value->number), out);
		break;
	case FIELD_U64:
		fprintf(out, "%lld", (long long)value->number); /* as Java prints a long */
		break;
	case FIELD_STR:
	case FIELD_NAME:
		fwrite(value->bytes, 1, value->number, out);
		break;
	case FIELD_BYTES:
		for (uint64_t i = 0; i < value->number; i++) {
			fprintf(out, "%02x", value->bytes[i]);
		}
		break;
	case FIELD_LIST:
		fputc('[', out);
		for (uint64_t i = 0; i < value->number; i++) {
			fputs(i > 0 ? ", " : "", out);
			print_record(out, field->of, value->fields + i * field->of->count, "");
		}
		fputc(']', out);
		break;
	case FIELD_STRUCT:
		print_record(out, field->of, value->fields, "");
		break;
	default:
		fprintf(out, "%llu", (unsigned long long)value->number);
		break;
	}
}

/* before: components that are not fields. */
static void print_record(FILE *out, const struct shape *shape, const struct value *values, const char *before)
{
	fprintf(out, "%s[%s", shape->name, before);
	for (unsigned i = 0; i < shape->count; i++) {
		fprintf(out, "%s%s=", i > 0 || *before ? ", " : "", shape->fields[i].name);
		print_value(out, &shape->fields[i], &values[i]);
	}
	fputc(']', out);
}

/* A record that answers several requests says which one. */
static bool answers_several(const struct shape *shape)
{
	int count = 0;

	for (unsigned opcode = 0; opcode < 0x100; opcode++) {
		count += schema_reply(opcode) == shape;
	}
	return count > 1;
}

void print_title(FILE *out, const struct message *message)
{
	char before[128] = "";
	size_t length = 0;

	if (message->type == IOMAP_TYPE_ERROR || message->flags) {
		fputs(message->type == IOMAP_TYPE_ERROR		  ? "ERROR "
			      : message->type == IOMAP_TYPE_REPLY ? "MORE "
								  : "POSTED ",
		      out);
	}
	if (message->type != IOMAP_TYPE_EVENT) {
		length = (size_t)snprintf(before, sizeof(before), "requestId=%u", message->id);
	}
	if (message->shape == schema_failure_detail) {
		fprintf(out, "Failure[%s, opcodeNumber=%u, status=%u, detail=", before, message->opcode,
			message->status);
		print_record(out, message->shape, message->fields, "");
		fputc(']', out);
		return;
	}
	if (message->type == IOMAP_TYPE_REPLY && answers_several(message->shape)) {
		snprintf(before + length, sizeof(before) - length, ", opcode=%s", schema_opcode(message->opcode));
	}
	print_record(out, message->shape, message->fields, before);
}
