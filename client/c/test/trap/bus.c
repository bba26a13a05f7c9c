/* The functions of libiomap that an access in a window needs, on RAM. */
#include "bus.h"

#include <errno.h>
#include <iomap/iomap.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

uint8_t bus_memory[BUS_SIZE];
struct bus_record bus_records[BUS_RECORDS];
static atomic_size_t count, loads;
static _Thread_local struct iomap_failure failure;

size_t bus_count(void)
{
	return count;
}

size_t bus_loads(void)
{
	return loads;
}

size_t bus_stores(void)
{
	return count - loads;
}

void bus_clear(void)
{
	count = 0;
	loads = 0;
}

const struct iomap_failure *iomap_failure(void)
{
	return &failure;
}

static int fail(int code, uint64_t address, uint64_t completed)
{
	failure = (struct iomap_failure){
		.signal = SIGBUS,
		.si_code = code,
		.address = address,
		.completed = completed,
	};
	errno = EFAULT;
	return -1;
}

static void record(char direction, unsigned width, uint64_t offset)
{
	size_t index = atomic_fetch_add(&count, 1);

	if (direction == 'l')
		atomic_fetch_add(&loads, 1);
	if (index < BUS_RECORDS)
		bus_records[index] = (struct bus_record){ direction, width, (uint32_t)offset };
}

static int check(char direction, unsigned width, uint64_t address, uint64_t completed)
{
	if (address % width != 0)
		return fail(BUS_ADRALN, address, completed);
	if (address < BUS_START || address - BUS_START > BUS_HOLE - width)
		return fail(BUS_ADRERR, address, completed);
	record(direction, width, address - BUS_START);
	return 0;
}

int iomap_load(struct iomap_process *process, unsigned width, uint64_t address, uint64_t *value)
{
	(void)process;
	if (check('l', width, address, 0) != 0)
		return -1;
	*value = 0;
	for (unsigned i = 0; i < width; i++)
		*value = *value << 8 | bus_memory[address - BUS_START + i];
	return 0;
}

int iomap_store(struct iomap_process *process, unsigned width, uint64_t address, uint64_t value)
{
	(void)process;
	if (check('s', width, address, 0) != 0)
		return -1;
	for (unsigned i = width; i-- > 0; value >>= 8)
		bus_memory[address - BUS_START + i] = (uint8_t)value;
	return 0;
}

int iomap_load_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride, void *into,
		     size_t elements)
{
	(void)process;
	(void)stride;
	for (size_t i = 0; i < elements; i++)
		if (check('l', width, address + i * width, i) != 0)
			return -1;
	memcpy(into, &bus_memory[address - BUS_START], elements * width);
	return 0;
}

int iomap_store_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride,
		      const void *from, size_t elements)
{
	(void)process;
	(void)stride;
	for (size_t i = 0; i < elements; i++) {
		if (check('s', width, address + i * width, i) != 0)
			return -1;
		memcpy(&bus_memory[address - BUS_START + i * width], (const char *)from + i * width, width);
	}
	return 0;
}
