/*
 * The C library's functions on memory, which use the widest instructions that the processor has: on a window in bus order
 * they must do what they do on memory, up to the very end of the window, behind which is nothing.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <wchar.h>

#include "bus.h"
#include "check.h"
#include "preload/signals.h"

#define PAGE 4096u
#define LENGTH (2 * PAGE)
#define ROUNDS 150

static uint8_t *place, *other; /* of two pages, with nothing behind */
static uint8_t expected_place[LENGTH], expected_other[LENGTH];
static uint32_t seed = 1;

static uint32_t random_below(uint32_t limit)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)seed * limit >> 32);
}

/* Each returns what it found, as a number that does not depend on where it was looked for. */
struct call {
	const char *name;
	uintptr_t (*run)(uint8_t *at, uint8_t *second, size_t count, int byte);
};

static uintptr_t offset(const void *found, const uint8_t *start)
{
	return found != NULL ? (uintptr_t)((const uint8_t *)found - start) : UINTPTR_MAX;
}

#define CALL(function, expression)                                                            \
	static uintptr_t run_##function(uint8_t *at, uint8_t *second, size_t count, int byte) \
	{                                                                                     \
		(void)at, (void)second, (void)count, (void)byte;                              \
		return (uintptr_t)(expression);                                               \
	}

CALL(memcpy_from, (memcpy(second, at, count), 0))
CALL(memcpy_to, (memcpy(at, second, count), 0))
CALL(memmove_up, (memmove(at + count / 8, at, count - count / 8), 0))
CALL(memmove_down, (memmove(at, at + count / 8, count - count / 8), 0))
CALL(memset, (memset(at, byte, count), 0))
CALL(memcmp, (at[count - 1] = (uint8_t)byte, memcmp(at, second, count) > 0))
CALL(memchr, offset(memchr(at, byte, count), at))
CALL(memrchr, offset(memrchr(at, byte, count), at))
CALL(rawmemchr, (at[count - 1] = (uint8_t)byte, offset(rawmemchr(at, byte), at)))
CALL(strlen, (at[count - 1] = 0, strlen((char *)at)))
CALL(strnlen, strnlen((char *)at, count))
CALL(strchr, (at[count - 1] = 0, offset(strchr((char *)at, byte), at)))
CALL(strrchr, (at[count - 1] = 0, offset(strrchr((char *)at, byte), at)))
CALL(strcpy_from, (at[count - 1] = 0, offset(stpcpy((char *)second, (char *)at), second)))
CALL(strcpy_to, (second[count - 1] = 0, offset(stpcpy((char *)at, (char *)second), at)))
CALL(strncpy, offset(stpncpy((char *)at, (char *)second, count), at))
CALL(strcmp,
     (memcpy(second, at, count), at[count - 1] = 0, second[count - 1] = 0, strcmp((char *)at, (char *)second) == 0))
CALL(memmem, offset(memmem(at, count, "\5\7", 2), at))

#define ROW(function)                     \
	{                                 \
#function, run_##function \
	}
static const struct call calls[] = {
	ROW(memcpy_from), ROW(memcpy_to),   ROW(memmove_up), ROW(memmove_down), ROW(memset),  ROW(memcmp),
	ROW(memchr),	  ROW(memrchr),	    ROW(rawmemchr),  ROW(strlen),	ROW(strnlen), ROW(strchr),
	ROW(strrchr),	  ROW(strcpy_from), ROW(strcpy_to),  ROW(strncpy),	ROW(strcmp),  ROW(memmem),
};

static void fill(void)
{
	for (unsigned i = 0; i < LENGTH; i++) {
		place[i] = (uint8_t)(1 + random_below(200));
		other[i] = (uint8_t)(1 + random_below(200));
	}
}

static void map(void)
{
	const struct window window = { .start = (uintptr_t)place,
				       .length = LENGTH,
				       .address = BUS_START,
				       .process = BUS_PROCESS,
				       .order = BUS_ORDER,
				       .protection = PROT_READ | PROT_WRITE,
				       .file = -1 };

	memcpy(bus_memory, place, LENGTH);
	CHECK(mprotect(place, LENGTH, PROT_NONE) == 0 && window_add(&window));
}

static void unmap(void)
{
	CHECK(window_remove((uintptr_t)place, LENGTH) && mprotect(place, LENGTH, PROT_READ | PROT_WRITE) == 0);
}

static void compare(const struct call *call)
{
	static const unsigned longest[] = { 40, 300, LENGTH };
	size_t count = 1 + random_below(longest[random_below(3)]);
	size_t start = random_below(2) ? LENGTH - count : random_below((uint32_t)(LENGTH - count + 1));
	size_t start_of_second = random_below((uint32_t)(LENGTH - count + 1));
	int byte = (int)(1 + random_below(250));
	uintptr_t expected, got;
	uint32_t before = seed;

	fill();
	expected = call->run(place + start, other + start_of_second, count, byte);
	memcpy(expected_place, place, LENGTH);
	memcpy(expected_other, other, LENGTH);
	seed = before;
	fill();
	map();
	got = call->run(place + start, other + start_of_second, count, byte);
	unmap();
	if (got == expected && memcmp(bus_memory, expected_place, LENGTH) == 0 &&
	    memcmp(other, expected_other, LENGTH) == 0)
		return;
	fprintf(stderr, "%s of %zu bytes at %zu: not as on memory\n", call->name, count, start);
	exit(1);
}

static void *two_pages_and_nothing(void)
{
	uint8_t *start = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(start != MAP_FAILED && mprotect(start + LENGTH, PAGE, PROT_NONE) == 0);
	return start;
}

int main(void)
{
	place = two_pages_and_nothing();
	other = two_pages_and_nothing();
	CHECK(signals_start());
	for (unsigned i = 0; i < ROUNDS; i++)
		for (size_t k = 0; k < sizeof(calls) / sizeof(*calls); k++)
			compare(&calls[k]);
	puts("as on memory");
	return 0;
}
