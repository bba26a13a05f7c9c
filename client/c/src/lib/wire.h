/* Numbers as the wire has them: big-endian, at any address. Section 2 of the specification. */
#ifndef IOMAP_WIRE_H
#define IOMAP_WIRE_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Every message starts with a header of this length, and is a multiple of it long. */
#define HEADER_BYTES 16
#define LENGTH_AT 0
#define TYPE_AT 4
#define FLAGS_AT 5
#define OPCODE_AT 6
#define ID_AT 8
#define AUX_AT 12
#define MUST_UNDERSTAND 0xF0
/* LOAD and STORE, and their replies. */
#define ACCESS_BYTES 32
/* No message is longer before the opening is complete. */
#define OPENING_BYTES 4096

/* Of an access. */
static inline bool is_width(uint64_t width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

static inline uint16_t get16(const uint8_t *at)
{
	uint16_t value;
	memcpy(&value, at, sizeof(value));
	return be16toh(value);
}

static inline uint32_t get32(const uint8_t *at)
{
	uint32_t value;
	memcpy(&value, at, sizeof(value));
	return be32toh(value);
}

static inline uint64_t get64(const uint8_t *at)
{
	uint64_t value;
	memcpy(&value, at, sizeof(value));
	return be64toh(value);
}

static inline void put16(uint8_t *at, uint16_t value)
{
	value = htobe16(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put32(uint8_t *at, uint32_t value)
{
	value = htobe32(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put64(uint8_t *at, uint64_t value)
{
	value = htobe64(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put_header(uint8_t *at, uint32_t length, unsigned type, unsigned flags, unsigned opcode, uint32_t id,
			      uint32_t aux)
{
	put32(at + LENGTH_AT, length);
	at[TYPE_AT] = (uint8_t)type;
	at[FLAGS_AT] = (uint8_t)flags;
	put16(at + OPCODE_AT, (uint16_t)opcode);
	put32(at + ID_AT, id);
	put32(at + AUX_AT, aux);
}

#endif
