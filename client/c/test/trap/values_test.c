/* What the program sees of a window, in both byte orders: by single loads, vectors and copies. */
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "bus.h"
#include "check.h"
#include "preload/signals.h"

#define LENGTH 8192

static uint8_t *place;

static void map(enum byte_order order)
{
	struct window window = {
		.start = (uintptr_t)place,
		.length = LENGTH,
		.address = BUS_START,
		.process = BUS_PROCESS,
		.order = order,
		.protection = PROT_READ | PROT_WRITE,
		.file = -1,
	};

	window_remove(window.start, window.length);
	CHECK(window_add(&window));
	for (unsigned i = 0; i < LENGTH; i++)
		bus_memory[i] = (uint8_t)i;
	bus_clear();
}

/* The accesses since bus_clear(), as "l4@0 s1@7 ". */
static const char *accesses(void)
{
	static char text[1024];
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < bus_count() && length < sizeof(text) - 16; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%c%u@%u ", bus_records[i].direction,
					   bus_records[i].width, bus_records[i].offset);
	bus_clear();
	return text;
}

#define ACCESSES(expected)                                      \
	do {                                                    \
		const char *got = accesses();                   \
		if (strcmp(got, expected) != 0)                 \
			fprintf(stderr, "accesses: %s\n", got); \
		CHECK(strcmp(got, expected) == 0);              \
	} while (0)

#define AT(type, offset) (*(volatile type *)(void *)(place + (offset)))

static void numbers_in_value_order(void)
{
	map(VALUE_ORDER);
	CHECK(AT(uint8_t, 1) == 0x01);
	CHECK(AT(uint16_t, 2) == 0x0203);
	CHECK(AT(uint32_t, 4) == 0x04050607);
	CHECK(AT(uint64_t, 8) == 0x08090A0B0C0D0E0F);
	ACCESSES("l1@1 l2@2 l4@4 l8@8 ");
	CHECK(AT(uint64_t, 4) == 0x0405060708090A0B); /* two words, the upper first */
	ACCESSES("l4@4 l4@8 ");
	AT(uint32_t, 16) = 0x11223344;
	AT(uint64_t, 20) = 0x5566778899AABBCC;
	ACCESSES("s4@16 s4@20 s4@24 ");
	CHECK(memcmp(bus_memory + 16, "\x11\x22\x33\x44\x55\x66\x77\x88\x99\xAA\xBB\xCC", 12) == 0);
}

static void numbers_in_bus_order(void)
{
	map(BUS_ORDER);
	CHECK(AT(uint16_t, 2) == 0x0302);
	CHECK(AT(uint32_t, 4) == 0x07060504);
	CHECK(AT(uint64_t, 8) == 0x0F0E0D0C0B0A0908);
	ACCESSES("l2@2 l4@4 l8@8 ");
	CHECK(AT(uint32_t, 5) == 0x08070605); /* as a bridge splits it */
	ACCESSES("l1@5 l2@6 l1@8 ");
	CHECK(AT(uint64_t, 12) == 0x131211100F0E0D0C);
	ACCESSES("l4@12 l4@16 ");
	AT(uint32_t, 16) = 0x11223344;
	CHECK(memcmp(bus_memory + 16, "\x44\x33\x22\x11", 4) == 0);
}

/* An array of words that a vector loads, or memcpy copies, is the same array. */
static void words_in_value_order(void)
{
	uint32_t words[1024];
	__m128i vector;

	map(VALUE_ORDER);
	vector = _mm_loadu_si128((const __m128i *)(void *)(place + 16));
	_mm_storeu_si128((__m128i *)words, vector);
	CHECK(words[0] == 0x10111213 && words[3] == 0x1C1D1E1F);
	ACCESSES("l4@16 l4@20 l4@24 l4@28 ");
	_mm_storeu_si128((__m128i *)(void *)(place + 32), vector);
	CHECK(memcmp(bus_memory + 32, bus_memory + 16, 16) == 0);
	for (unsigned length = 64; length <= 4096; length *= 8) {
		memcpy(words, place, length);
		for (unsigned i = 0; i < length / 4; i++)
			CHECK(words[i] == AT(uint32_t, 4 * i));
	}
	bus_clear();
}

/* Whatever the instruction, the order is that of the number. */
static void strings_in_value_order(void)
{
	uint8_t bytes[4096 + 16];
	uint32_t words[2] = { 0x01020304, 0x05060708 };
	void *to = bytes, *from = place + 3;
	size_t count = 3001;

	map(VALUE_ORDER);
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
	CHECK(bytes[0] == 0x03 && bytes[1] == 0x07 && bytes[4] == 0x04 && bytes[5] == 0x0B);
	for (unsigned i = 1; i + 4 <= 2997; i += 4)
		CHECK(bytes[i] == (uint8_t)(i + 6) && bytes[i + 3] == (uint8_t)(i + 3));
	for (size_t i = 0; i < bus_count(); i++)
		CHECK(bus_records[i].direction == 'l' && bus_records[i].width == 1 && bus_records[i].offset == i + 3);
	bus_clear();
	to = place + 40, from = words, count = 2;
	__asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
	ACCESSES("s4@40 s4@44 ");
	CHECK(memcmp(bus_memory + 40, "\1\2\3\4\5\6\7\10", 8) == 0);
	to = place + 48, from = words, count = 1;
	__asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
	CHECK(memcmp(bus_memory + 48, "\1\2\3\4\5\6\7\10", 8) == 0);
	bus_clear();
	to = place + 56, count = 2;
	__asm__ volatile("rep stosl" : "+D"(to), "+c"(count) : "a"(0xA1B2C3D4) : "memory");
	ACCESSES("s4@56 s4@60 ");
	CHECK(memcmp(bus_memory + 56, "\xA1\xB2\xC3\xD4\xA1\xB2\xC3\xD4", 8) == 0);
}

/* The bytes of a memset that are no whole word go one by one, and their neighbours stay. */
__attribute__((target("avx512bw,avx512vl"))) static void masked_store(void)
{
	if (!__builtin_cpu_supports("avx512bw"))
		return;
	map(VALUE_ORDER);
	_mm512_mask_storeu_epi8(place + 8, 0x1F, _mm512_set1_epi8(0x55));
	ACCESSES("s4@8 s1@12 ");
	CHECK(memcmp(bus_memory + 6, "\x06\x07\x55\x55\x55\x55\x55\x0D\x0E", 9) == 0);
	CHECK(_mm512_reduce_add_epi32(_mm512_maskz_loadu_epi32(0x9, place + 16)) == 0x10111213 + 0x1C1D1E1F);
	ACCESSES("l4@16 l4@28 ");
}

/* A number that goes through the window's end is no access that the machine has. */
static void instructions_on_words(void)
{
	map(VALUE_ORDER);
	AT(uint32_t, 0) = 5;
	bus_clear();
	__asm__ volatile("lock addl $3, %0" : "+m"(AT(uint32_t, 0)));
	ACCESSES("l4@0 s4@0 ");
	CHECK(AT(uint32_t, 0) == 8);
	__asm__ volatile("btsl %1, %0" : "+m"(AT(uint32_t, 0)) : "r"(32 + 31));
	CHECK((AT(uint32_t, 4) & 0x80000000) != 0);
	bus_clear();
	__asm__ volatile("setc %0" : "=m"(AT(uint8_t, 0)));
	ACCESSES("s1@0 ");
}

int main(void)
{
	place = mmap(NULL, LENGTH, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	CHECK(place != MAP_FAILED && signals_start());
	numbers_in_value_order();
	numbers_in_bus_order();
	words_in_value_order();
	strings_in_value_order();
	masked_store();
	instructions_on_words();
	puts("as it should be");
	return 0;
}
