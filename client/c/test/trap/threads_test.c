/* 8 threads, a million traps, no wrong value: numbers, vectors, and one counter that all of them increment. */
#include <emmintrin.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "bus.h"
#include "check.h"
#include "preload/signals.h"

#define THREADS 8
#define ROUNDS 25000 /* of 5 traps */
#define LENGTH 8192
#define COUNTER 4096

static uint8_t *place;

static void *work(void *argument)
{
	uintptr_t number = (uintptr_t)argument;
	volatile uint32_t *own = (volatile uint32_t *)(void *)(place + 64 * number);
	__m128i vector;
	uint32_t lanes[4];

	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint32_t value = i * 8 + (uint32_t)number;

		*own = value;
		CHECK(*own == value);
		vector = _mm_set_epi32((int)value, 2, (int)~value, (int)number);
		_mm_storeu_si128((__m128i *)(uintptr_t)(own + 4), vector);
		_mm_storeu_si128((__m128i *)lanes, _mm_loadu_si128((const __m128i *)(uintptr_t)(own + 4)));
		CHECK(lanes[0] == number && lanes[1] == ~value && lanes[2] == 2 && lanes[3] == value);
		__asm__ volatile("lock incl %0" : "+m"(*(volatile uint32_t *)(void *)(place + COUNTER)));
	}
	return NULL;
}

int main(void)
{
	struct window window = { .length = LENGTH,
				 .address = BUS_START,
				 .process = BUS_PROCESS,
				 .order = VALUE_ORDER,
				 .protection = PROT_READ | PROT_WRITE,
				 .file = -1 };
	pthread_t threads[THREADS];

	place = mmap(NULL, LENGTH, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	window.start = (uintptr_t)place;
	CHECK(place != MAP_FAILED && signals_start() && window_add(&window));
	for (uintptr_t i = 0; i < THREADS; i++)
		CHECK(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
	for (unsigned i = 0; i < THREADS; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	CHECK(*(volatile uint32_t *)(void *)(place + COUNTER) == THREADS * ROUNDS);
	printf("%u threads, %u traps, no wrong value\n", THREADS, THREADS * ROUNDS * 5);
	return 0;
}
