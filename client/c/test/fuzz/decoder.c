/* Any bytes are refused, or written as they were read. */
#include <stdlib.h>

#include "iomap/registry.h"
#include "lib/message.h"
#include "lib/wire.h"

#define LONGEST 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct value values[LONGEST / 4 + SHAPE_FIELDS];
	static uint8_t frame[LONGEST], again[LONGEST];
	struct values room = { values, sizeof(values) / sizeof(values[0]) };
	struct message message;
	struct refusal refusal;

	size = size / HEADER_BYTES * HEADER_BYTES;
	if (size < HEADER_BYTES || size > LONGEST) {
		return 0;
	}
	memcpy(frame, data, size);
	put32(frame + LENGTH_AT, (uint32_t)size);
	if (message_length(frame, LONGEST, &refusal) == 0 || !message_decode(frame, &message, &room, &refusal)) {
		return 0;
	}
	size_t length = message_encode(&message, again, sizeof(again), NULL);
	if (length == 0 || length > size) {
		abort();
	}
	put32(frame + LENGTH_AT, (uint32_t)length); /* behind the last field there may be more: GR-2 */
	again[FLAGS_AT] = frame[FLAGS_AT];	    /* bits 3 to 0 may be ignored */
	/* The padding of the last field is the only part that may differ: of a later version it is a field. */
	for (size_t i = 0; i < length; i++) {
		if (again[i] != frame[i] && (message.type == IOMAP_TYPE_REQUEST || length - i > HEADER_BYTES)) {
			abort();
		}
	}
	return 0;
}
