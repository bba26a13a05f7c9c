/*
 * The fields of every message of the protocol, as tables. They are made of protocol/registry.txt when the library is
 * made, so no message is described a second time in C.
 */
#ifndef IOMAP_SCHEMA_H
#define IOMAP_SCHEMA_H

#include <stdint.h>

/* Section 2.2 of the specification. */
enum field_kind {
	FIELD_AUX,
	FIELD_WIDTH,
	FIELD_U16,
	FIELD_U32,
	FIELD_U64,
	FIELD_STR,
	FIELD_NAME,
	FIELD_BYTES,
	FIELD_LIST,
	FIELD_STRUCT,
};

/* The most fields that a message or a structure has. */
#define SHAPE_FIELDS 16

struct shape;

struct shape_field {
	const char *name;
	enum field_kind kind;
	const struct shape *of; /* of a list or struct; null for all others */
};

/* A message or a structure. */
struct shape {
	const char *name; /* of its record */
	unsigned count;
	const struct shape_field *fields;
};

/* Null when there is no such message. */
const struct shape *schema_request(unsigned opcode);
const struct shape *schema_reply(unsigned opcode);
const struct shape *schema_event(unsigned opcode);
extern const struct shape *const schema_failure_detail;

/*
 * Of a limit: what is in force where nobody says anything, and the most that may be. 0 of a limit of a later version.
 */
struct schema_limit {
	uint64_t value, ceiling;
};
struct schema_limit schema_limit(unsigned id);

/* The name of an opcode, "UNKNOWN" when it has none. */
const char *schema_opcode(unsigned opcode);
/* The requirement that a code of the family PROTOCOL stands for. */
const char *schema_requirement(unsigned code);
/* The host's errno of a code of the family ERRNO; EIO for one of a later version. */
int schema_errno(unsigned code);

#endif
