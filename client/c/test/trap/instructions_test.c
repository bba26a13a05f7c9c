/*
 * Every instruction of instructions.S on memory and on a window in bus order: registers, flags and memory must be the
 * same. Prints how many it compared.
 */
#include <cpuid.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bus.h"
#include "check.h"
#include "preload/signals.h"
#include "trap/x86_execute.h"

#define PAGE 4096u
#define ARENA (7 * PAGE)
#define WINDOW PAGE /* where it begins in the arena */
#define WINDOW_LENGTH (2 * PAGE)
#define WINDOW_END (WINDOW + WINDOW_LENGTH)
#define ALIGNED_PLACE (WINDOW + 0x40)

#define OTHER (4 * PAGE)
#define XSAVE_HEADER 512
#define XSAVE_HEADER_SIZE 64
#define XSAVE_SIZE 2816

enum { ALIGNED = 1, ONLY_LOADS = 2, ONLY_STORES = 4, AVX2 = 8, AVX512 = 16 };

struct test_case {
	const char *text;
	const void *code;
	uint64_t flags, masked_bytes;
};

extern struct test_case __start_cases[], __stop_cases[];
extern uint8_t arena[ARENA];

struct state {
	_Alignas(64) uint8_t xsave[4096];
	struct execution execution;
	uint8_t arena[ARENA], other[OTHER];
};

static uint8_t other[OTHER];
static struct state on_memory, on_window;
static const struct test_case *current;

static void die(int signal)
{
	fprintf(stderr, "%s: signal %d\n", current->text, signal);
	_exit(1);
}

static void fill(uint8_t *bytes, size_t count, uint32_t seed)
{
	for (size_t i = 0; i < count; i++) {
		seed = seed * 1664525 + 1013904223;
		bytes[i] = (uint8_t)(seed >> 24) | 1; /* nothing is divided by zero */
	}
}

static uint8_t *component(uint8_t *xsave, unsigned number)
{
	unsigned size, offset, c, d;

	CHECK(__get_cpuid_count(0xD, number, &size, &offset, &c, &d));
	return xsave + offset;
}

static void fill_registers(struct state *state, unsigned place)
{
	uint64_t *gpr = state->execution.gpr;
	const uint64_t masks[8] = { 0x77, 0x1F, 0xAAAAAAAAAAAAAAAA, 0, 0x99, 0xF0F0, 1, ~UINT64_C(0) };
	uint64_t components = 0xE7;

	fill(state->xsave, XSAVE_SIZE, 7);
	memset(state->xsave, 0, 160);
	memcpy(state->xsave, "\x7F\x03", 2);	  /* FCW: everything masked */
	memcpy(state->xsave + 24, "\x80\x1F", 2); /* MXCSR: everything masked */
	memset(state->xsave + XSAVE_HEADER - 96, 0, 96 + XSAVE_HEADER_SIZE);
	memcpy(state->xsave + XSAVE_HEADER, &components, sizeof(components));
	if (__builtin_cpu_supports("avx512f"))
		memcpy(component(state->xsave, 5), masks, sizeof(masks));
	for (unsigned i = 0; i < 16; i++)
		gpr[i] = 0x123456789ABCDEF1u * (i + 3);
	gpr[7] = gpr[5] = gpr[12] = gpr[13] = (uintptr_t)arena + place;
	gpr[8] = gpr[7] - 64;
	gpr[6] = (uintptr_t)other + OTHER / 4;
	gpr[1] = 5;
	gpr[2] = 16;
	gpr[9] = (uint64_t)-3;
	state->execution.rflags = 0x41;
	state->execution.xsave = state->xsave;
	state->execution.keeps = 1;
	state->execution.code = current->code;
}

static void prepare(struct state *state, unsigned place)
{
	fill(arena, ARENA, 1);
	fill(other, OTHER, 2);
	fill_registers(state, place);
}

static void guard(int protection)
{
	if (current->masked_bytes != 0)
		CHECK(mprotect(arena + WINDOW_END, PAGE, protection) == 0);
}

static void finish(struct state *state)
{
	memcpy(state->arena, arena, ARENA);
	memcpy(state->other, other, OTHER);
}

static void run_on_memory(unsigned place)
{
	prepare(&on_memory, place);
	guard(PROT_NONE);
	execute(&on_memory.execution);
	guard(PROT_READ | PROT_WRITE);
	finish(&on_memory);
}

static void run_on_window(unsigned place)
{
	const struct window window = {
		.start = (uintptr_t)arena + WINDOW,
		.length = WINDOW_LENGTH,
		.address = BUS_START + WINDOW,
		.process = BUS_PROCESS,
		.order = BUS_ORDER,
		.protection = PROT_READ | PROT_WRITE,
		.file = -1,
	};

	prepare(&on_window, place);
	memcpy(bus_memory, arena, ARENA);
	memset(arena + WINDOW, 0xEE, WINDOW_LENGTH);
	bus_clear();
	guard(PROT_NONE);
	CHECK(mprotect(arena + WINDOW, WINDOW_LENGTH, PROT_NONE) == 0);
	CHECK(window_add(&window));
	execute(&on_window.execution);
	CHECK(window_remove(window.start, window.length));
	CHECK(mprotect(arena + WINDOW, WINDOW_LENGTH, PROT_READ | PROT_WRITE) == 0);
	guard(PROT_READ | PROT_WRITE);
	for (unsigned i = 0; i < WINDOW_LENGTH; i++)
		CHECK(arena[WINDOW + i] == 0xEE); /* the pages of a window are never opened */
	memcpy(arena + WINDOW, bus_memory + WINDOW, WINDOW_LENGTH);
	finish(&on_window);
}

static int differences;

static void differ(unsigned place, const char *what, unsigned where, uint64_t expected, uint64_t got)
{
	fprintf(stderr, "%s at 0x%x: %s %u: 0x%llx on memory, 0x%llx on a window\n", current->text, place, what, where,
		(unsigned long long)expected, (unsigned long long)got);
	differences++;
}

static void compare_bytes(unsigned place, const char *what, const uint8_t *expected, const uint8_t *got, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (expected[i] != got[i]) {
			differ(place, what, i, expected[i], got[i]);
			return;
		}
}

static void compare(unsigned place)
{
	const unsigned after_header = XSAVE_HEADER + XSAVE_HEADER_SIZE;

	for (unsigned i = 0; i < 16; i++)
		if (i != 4 && on_memory.execution.gpr[i] != on_window.execution.gpr[i])
			differ(place, "register", i, on_memory.execution.gpr[i], on_window.execution.gpr[i]);
	if (on_memory.execution.rflags != on_window.execution.rflags)
		differ(place, "flags", 0, on_memory.execution.rflags, on_window.execution.rflags);
	compare_bytes(place, "state", on_memory.xsave, on_window.xsave, XSAVE_HEADER);
	compare_bytes(place, "vectors", on_memory.xsave + after_header, on_window.xsave + after_header,
		      XSAVE_SIZE - after_header);
	compare_bytes(place, "arena", on_memory.arena, on_window.arena, ARENA);
	compare_bytes(place, "other", on_memory.other, on_window.other, OTHER);
	if (current->flags & ONLY_LOADS && bus_stores() != 0)
		differ(place, "stores", 0, 0, bus_stores());
	if (current->flags & ONLY_STORES && bus_loads() != 0)
		differ(place, "loads", 0, 0, bus_loads());
}

static unsigned try_places(void)
{
	static const unsigned places[] = {
		ALIGNED_PLACE,	ALIGNED_PLACE + 3, ALIGNED_PLACE + 4, ALIGNED_PLACE + 57, WINDOW_END - 1,
		WINDOW_END - 4, WINDOW_END - 7,	   WINDOW - 1,	      WINDOW - 4,	  WINDOW - 13,
	};
	unsigned masked = WINDOW_END - (unsigned)current->masked_bytes;
	const unsigned *place = current->masked_bytes != 0 ? &masked : places;
	unsigned count = current->masked_bytes != 0 || current->flags & ALIGNED ? 1 : sizeof(places) / sizeof(*places);

	for (unsigned i = 0; i < count; i++) {
		run_on_memory(place[i]);
		run_on_window(place[i]);
		compare(place[i]);
	}
	return count;
}

static bool is_supported(void)
{
	return (!(current->flags & AVX2) || __builtin_cpu_supports("avx2")) &&
		(!(current->flags & AVX512) || __builtin_cpu_supports("avx512vbmi"));
}

int main(void)
{
	unsigned compared = 0, left_out = 0;

	CHECK(signals_start());
	signal(SIGSEGV, die);
	signal(SIGBUS, die);
	signal(SIGILL, die);
	for (current = __start_cases; current < __stop_cases; current++) {
		if (is_supported())
			compared += try_places();
		else
			left_out++;
	}
	printf("%u instructions compared, %u of another processor left out\n", compared, left_out);
	return differences != 0;
}
