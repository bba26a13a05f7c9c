/*
 * A bus of RAM in place of libiomap: BUS_SIZE bytes at BUS_START of the machine, but for a hole. It is big-endian, as
 * the machine is, and writes down every access.
 */
#ifndef TEST_BUS_H
#define TEST_BUS_H

#include <stddef.h>
#include <stdint.h>

#define BUS_START 0xF4000000u
#define BUS_SIZE 0x10000u
#define BUS_HOLE 0xC000u /* from this offset to the end nothing answers */

extern uint8_t bus_memory[BUS_SIZE];

struct bus_record {
	char direction; /* 'l' or 's' */
	unsigned width;
	uint32_t offset;
};
#define BUS_RECORDS 8192

/* What was accessed since bus_clear(); those that are too many are only counted. */
extern struct bus_record bus_records[BUS_RECORDS];
size_t bus_count(void);
size_t bus_loads(void);
size_t bus_stores(void);
void bus_clear(void);

/* The only process; any pointer that is not null will do. */
struct iomap_process;
#define BUS_PROCESS ((struct iomap_process *)bus_memory)

#endif
