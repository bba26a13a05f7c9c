/*
 * Accesses of the program in a window, cut into accesses of the bus.
 *
 * Numbers cross the interface of libiomap as numbers; here they are bytes in the order of the program's memory. In
 * value order they are the host's bytes of the number, in bus order those of a big-endian number.
 */
#include "trap/access.h"

#include <errno.h>
#include <iomap/iomap.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WORD 4
#define VECTOR 64 /* bytes of the widest register */

enum direction { LOAD, STORE };

static uint64_t machine_address(const struct window *window, uintptr_t address)
{
	return window->address + (address - window->start);
}

static uint64_t swapped(uint64_t value, unsigned width)
{
	return __builtin_bswap64(value) >> (64 - 8 * width);
}

static bool host_is_little_endian(void)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
}

/* The number as the host has it in a register, from or to that which is on the bus. */
static uint64_t reordered(const struct window *window, uint64_t value, unsigned width)
{
	return window->order == BUS_ORDER && host_is_little_endian() ? swapped(value, width) : value;
}

static uint64_t number_of(const void *bytes, unsigned width)
{
	uint64_t value = 0;

	memcpy((char *)&value + (host_is_little_endian() ? 0 : sizeof(value) - width), bytes, width);
	return value;
}

static void bytes_of(uint64_t value, void *bytes, unsigned width)
{
	memcpy(bytes, (char *)&value + (host_is_little_endian() ? 0 : sizeof(value) - width), width);
}

static bool fails(struct fault *fault, int signal, int code, uintptr_t address)
{
	*fault = (struct fault){ .signal = signal, .code = code, .address = address };
	return false;
}

static void say_once(const char *text)
{
	static atomic_flag said = ATOMIC_FLAG_INIT;
	static const char before[] = "iomap: an access to a window failed: ", after[] = "\n";

	if (atomic_flag_test_and_set(&said))
		return;
	if (write(STDERR_FILENO, before, sizeof(before) - 1) < 0 || write(STDERR_FILENO, text, strlen(text)) < 0 ||
	    write(STDERR_FILENO, after, sizeof(after) - 1) < 0)
		return;
}

/* What libiomap was told, as a signal at an address of the program. */
static bool failed(const struct window *window, uintptr_t address, struct fault *fault)
{
	const struct iomap_failure *failure = iomap_failure();

	if (failure->signal == 0) {
		say_once(failure->text[0] != '\0' ? failure->text : "the service is lost");
		return fails(fault, SIGBUS, BUS_ADRERR, address);
	}
	if (failure->address - window->address < window->length)
		address = window->start + (failure->address - window->address);
	return fails(fault, failure->signal, failure->si_code, address);
}

static bool allowed(const struct window *window, uintptr_t address, enum direction direction, struct fault *fault)
{
	int needed = direction == STORE ? PROT_WRITE : PROT_READ | PROT_WRITE;

	return (window->protection & needed) != 0 || fails(fault, SIGSEGV, SEGV_ACCERR, address);
}

bool access_allowed(const struct window *window, uintptr_t address, bool stores, struct fault *fault)
{
	return allowed(window, address, stores ? STORE : LOAD, fault);
}

/* One access of the bus. */
static bool transfer(const struct window *window, uintptr_t address, enum direction direction, void *bytes,
		     unsigned width, struct fault *fault)
{
	uint64_t at = machine_address(window, address), value = 0;

	if (direction == STORE) {
		value = reordered(window, number_of(bytes, width), width);
		return iomap_store(window->process, width, at, value) == 0 || failed(window, address, fault);
	}
	if (iomap_load(window->process, width, at, &value) != 0)
		return failed(window, address, fault);
	bytes_of(reordered(window, value, width), bytes, width);
	return true;
}

/* Turns each aligned word of the bytes around: between the order on the bus and numbers of the host. */
static void turn_words(uintptr_t address, unsigned char *bytes, size_t count)
{
	for (size_t i = -address % WORD; i + WORD <= count; i += WORD) {
		uint32_t word;

		memcpy(&word, bytes + i, WORD);
		word = __builtin_bswap32(word);
		memcpy(bytes + i, &word, WORD);
	}
}

static bool turns(const struct window *window, enum element element, unsigned width)
{
	return window->order == VALUE_ORDER && host_is_little_endian() && (element == LANES || width > 1);
}

/* Elements as the program has them, from or to those as they are on the bus. */
static void turn(const struct window *window, uintptr_t address, enum element element, unsigned width, void *bytes,
		 size_t count)
{
	unsigned char *element_bytes = bytes;

	if (!turns(window, element, width))
		return;
	if (element == LANES) {
		turn_words(address, bytes, count * width);
		return;
	}
	for (size_t i = 0; i < count; i++, element_bytes += width)
		bytes_of(swapped(number_of(element_bytes, width), width), element_bytes, width);
}

/* Of a block that failed, how many elements were carried out. */
static size_t completed(const struct window *window, uintptr_t address, size_t count, struct fault *fault)
{
	uint64_t done = iomap_failure()->signal != 0 ? iomap_failure()->completed : 0;

	failed(window, address, fault);
	return done < count ? done : count;
}

size_t access_load_string(const struct window *window, uintptr_t address, enum element element, unsigned width,
			  void *into, size_t count, struct fault *fault)
{
	uint64_t at = machine_address(window, address);
	size_t done = count;

	if (!allowed(window, address, LOAD, fault))
		return 0;
	/* The reply to a block that failed has no data: those before the failure are loaded again. */
	if (iomap_load_block(window->process, width, at, 0, into, count) != 0) {
		done = completed(window, address, count, fault);
		if (done > 0 && iomap_load_block(window->process, width, at, 0, into, done) != 0)
			return completed(window, address, 0, fault);
	}
	turn(window, address, element, width, into, done);
	return done;
}

size_t access_store_string(const struct window *window, uintptr_t address, enum element element, unsigned width,
			   void *bytes, size_t count, struct fault *fault)
{
	if (!allowed(window, address, STORE, fault))
		return 0;
	turn(window, address, element, width, bytes, count);
	if (iomap_store_block(window->process, width, machine_address(window, address), 0, bytes, count) != 0)
		return completed(window, address, count, fault);
	return count;
}

/* Aligned words, more than one: a block. */
static bool transfer_words(const struct window *window, uintptr_t address, enum direction direction, void *bytes,
			   size_t count, struct fault *fault)
{
	unsigned char copy[VECTOR];
	size_t words = count / WORD;

	if (direction == LOAD)
		return access_load_string(window, address, LANES, WORD, bytes, words, fault) == words;
	memcpy(copy, bytes, count);
	return access_store_string(window, address, LANES, WORD, copy, words, fault) == words;
}

/* The next piece that is one access, or a block of words. */
static size_t piece(uintptr_t address, size_t count, enum element element)
{
	if (address % WORD == 0 && count >= WORD)
		return element == NUMBER ? WORD : count < VECTOR ? count - count % WORD : VECTOR;
	/* A number that is not aligned goes by the widest pieces that are; what is ragged of a vector, by bytes. */
	return element == NUMBER && address % 2 == 0 && count >= 2 ? 2 : 1;
}

static bool transfer_pieces(const struct window *window, uintptr_t address, enum direction direction,
			    enum element element, unsigned char *bytes, size_t count, struct fault *fault)
{
	while (count > 0) {
		size_t size = piece(address, count, element);
		bool good = size > WORD ? transfer_words(window, address, direction, bytes, size, fault)
					: transfer(window, address, direction, bytes, (unsigned)size, fault);

		if (!good)
			return false;
		address += size;
		bytes += size;
		count -= size;
	}
	return true;
}

/* 8 bytes at a multiple of 4 are two words for a processor of 32 bits, the upper one first. */
static bool transfer_halves(const struct window *window, uintptr_t address, enum direction direction,
			    unsigned char *bytes, struct fault *fault)
{
	size_t upper = host_is_little_endian() ? WORD : 0;

	return transfer(window, address, direction, bytes + upper, WORD, fault) &&
		transfer(window, address + WORD, direction, bytes + (WORD - upper), WORD, fault);
}

static bool perform(const struct window *window, uintptr_t address, enum direction direction, enum element element,
		    void *bytes, size_t count, struct fault *fault)
{
	if (!allowed(window, address, direction, fault))
		return false;
	if (element == NUMBER && address % count == 0)
		return transfer(window, address, direction, bytes, (unsigned)count, fault);
	if (element == LANES || window->order == BUS_ORDER)
		return transfer_pieces(window, address, direction, element, bytes, count, fault);
	if (count == 8 && address % WORD == 0)
		return transfer_halves(window, address, direction, bytes, fault);
	return fails(fault, SIGBUS, BUS_ADRALN, address);
}

bool access_load(const struct window *window, uintptr_t address, enum element element, void *into, size_t count,
		 struct fault *fault)
{
	return perform(window, address, LOAD, element, into, count, fault);
}

bool access_store(const struct window *window, uintptr_t address, enum element element, const void *from, size_t count,
		  struct fault *fault)
{
	return perform(window, address, STORE, element, (void *)from, count, fault);
}
