/*
 * iomap-bench-c [SECONDS]: what libiomap costs, each trial against what it is compared with, in turns (A B C A B C
 * ...). A figure is the median over the rounds, a ratio the median of the ratios within a round. The service is that
 * of $IOMAP_CONNECT; the echo is a process of its own.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cores.h"
#include "echo.h"
#include "iomap/iomap.h"
#include "trapped.h"

#define ROUNDS 5
#define MESSAGE 32
#define BLOCK_BYTES (60 * 1024)
#define IN_FLIGHT 256
#define SCRATCH_AT 0x807 /* in the window of uart0 */
#define FRAME_WIDTH 320
#define FRAME_LINES 240
#define FRAME_WORDS (FRAME_WIDTH * FRAME_LINES)

static struct iomap_process *process;
static int echo, sleeping_echo;
static uint64_t scratch; /* a register, and memory */
static uint32_t frame_buffer;
static uint32_t *direct, *plain;
static volatile uint32_t *trapped; /* the frame buffer; null without a trap engine */
static uint32_t frame[FRAME_WORDS];

static void fail(const char *what)
{
	fprintf(stderr, "iomap-bench-c: %s: %s\n", what, iomap_failure()->text);
	exit(2);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void expect(int result, const char *what)
{
	if (result < 0) {
		fail(what);
	}
}

static void echo_message(void)
{
	echo_round_trip(echo, 1, MESSAGE);
}

static void echo_message_asleep(void)
{
	echo_round_trip(sleeping_echo, 0, MESSAGE);
}

static void echo_block(void)
{
	echo_round_trip(echo, 1, BLOCK_BYTES);
}

static void load(void)
{
	uint64_t value;
	expect(iomap_load(process, 1, scratch, &value), "load");
}

static void store(void)
{
	expect(iomap_store(process, 1, scratch, 0x55), "store");
}

static void post(void)
{
	for (int i = 0; i < IN_FLIGHT; i++) {
		expect(iomap_post(process, 4, frame_buffer + 4u * (unsigned)i, (uint64_t)i), "post");
	}
	expect(iomap_fence(process), "fence");
}

static void pipeline(void)
{
	static struct iomap_access accesses[IN_FLIGHT];

	for (unsigned i = 0; i < IN_FLIGHT; i++) {
		accesses[i] =
			(struct iomap_access){ .direction = IOMAP_LOAD, .width = 4, .address = frame_buffer + 4 * i };
	}
	expect(iomap_pipeline(process, accesses, IN_FLIGHT), "pipeline");
}

static void batch(void)
{
	static struct iomap_access accesses[IN_FLIGHT];

	for (unsigned i = 0; i < IN_FLIGHT; i++) {
		accesses[i] =
			(struct iomap_access){ .direction = IOMAP_LOAD, .width = 4, .address = frame_buffer + 4 * i };
	}
	expect(iomap_batch(process, accesses, IN_FLIGHT, 0), "batch");
}

static void load_block(void)
{
	expect(iomap_load_block(process, 4, frame_buffer, 0, frame, BLOCK_BYTES / 4), "load block");
}

static void store_block(void)
{
	expect(iomap_store_block(process, 4, frame_buffer, 0, frame, BLOCK_BYTES / 4), "store block");
}

static void grab_block(void)
{
	expect(iomap_load_block(process, 4, frame_buffer, 0, frame, FRAME_WORDS), "grab");
}

static void load_trapped(void)
{
	(void)trapped[0];
}

static void load_untrapped(void)
{
	uint64_t value;
	expect(iomap_load(process, 4, frame_buffer, &value), "load");
}

static void grab_trapped(void)
{
	memcpy(frame, (const void *)(uintptr_t)trapped, sizeof(frame));
	__asm__ volatile("" : : "r"(frame) : "memory");
}

static void grab_line_by_words(void)
{
	for (unsigned i = 0; i < FRAME_WIDTH; i++) {
		frame[i] = trapped[i];
	}
}

static void grab_direct(void)
{
	memcpy(frame, direct, sizeof(frame));
	__asm__ volatile("" : : "r"(frame) : "memory");
}

static void grab_plain(void)
{
	memcpy(frame, plain, sizeof(frame));
	__asm__ volatile("" : : "r"(frame) : "memory");
}

/* One line of the table. per: what one run does, in the unit. */
struct trial {
	const char *name;
	void (*run)(void);
	double per;
	const char *unit;	/* us: time of one; M/s: rate; GB/s: rate of bytes */
	int compared;		/* index of another trial, -1 for none */
	double seconds[ROUNDS]; /* of one run */
};

enum {
	ECHO,
	LOAD,
	ECHO_ASLEEP,
	LOAD_AGAIN,
	STORE,
	POST,
	PIPELINE,
	BATCH,
	ECHO_BLOCK,
	LOAD_BLOCK,
	STORE_BLOCK,
	GRAB_BLOCK,
	GRAB_DIRECT,
	GRAB_PLAIN,
	LOAD_UNTRAPPED,
	LOAD_TRAPPED,
	GRAB_TRAPPED,
	GRAB_BY_WORDS,
	TRIALS
};
static struct trial trials[TRIALS] = {
	[ECHO] = { "C echo, 32 bytes", echo_message, 1, "us", -1, { 0 } },
	[LOAD] = { "load", load, 1, "us", ECHO, { 0 } },
	[ECHO_ASLEEP] = { "C echo, 32 bytes, without polling", echo_message_asleep, 1, "us", -1, { 0 } },
	[LOAD_AGAIN] = { "load", load, 1, "us", ECHO_ASLEEP, { 0 } },
	[STORE] = { "store", store, 1, "us", ECHO, { 0 } },
	[POST] = { "posted stores, a fence after 256", post, IN_FLIGHT, "M/s", -1, { 0 } },
	[PIPELINE] = { "pipeline of 256 loads", pipeline, IN_FLIGHT, "M/s", -1, { 0 } },
	[BATCH] = { "batch of 256 loads", batch, IN_FLIGHT, "M/s", -1, { 0 } },
	[ECHO_BLOCK] = { "C echo, 60 KiB there and back", echo_block, BLOCK_BYTES, "GB/s", -1, { 0 } },
	[LOAD_BLOCK] = { "block of 60 KiB, load", load_block, BLOCK_BYTES, "GB/s", ECHO_BLOCK, { 0 } },
	[STORE_BLOCK] = { "block of 60 KiB, store", store_block, BLOCK_BYTES, "GB/s", ECHO_BLOCK, { 0 } },
	[GRAB_BLOCK] = { "frame of 320x240 by load_block", grab_block, 1, "us", -1, { 0 } },
	[GRAB_PLAIN] = { "frame of 320x240 of plain memory", grab_plain, 1, "us", -1, { 0 } },
	[GRAB_DIRECT] = { "frame of 320x240 of shared memory", grab_direct, 1, "us", GRAB_PLAIN, { 0 } },
	[LOAD_UNTRAPPED] = { "load of a word of memory", load_untrapped, 1, "us", -1, { 0 } },
	[LOAD_TRAPPED] = { "trapped load of it", load_trapped, 1, "us", LOAD_UNTRAPPED, { 0 } },
	[GRAB_TRAPPED] = { "frame of 320x240 trapped, memcpy", grab_trapped, 1, "us", GRAB_BLOCK, { 0 } },
	[GRAB_BY_WORDS] = { "frame of 320x240 trapped, by words",
			    grab_line_by_words,
			    1.0 / FRAME_LINES,
			    "us",
			    -1,
			    { 0 } },
};

static double seconds_of_one(const struct trial *trial, double seconds)
{
	double begin = now();
	double end = begin;
	long runs = 0;

	for (long some = 1; end - begin < seconds; some += some < 16) { /* few at first: one may be long */
		for (long i = 0; i < some; i++) {
			trial->run();
		}
		runs += some;
		end = now();
	}
	return (end - begin) / (double)runs;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

static double median(const double *values)
{
	double sorted[ROUNDS];

	memcpy(sorted, values, sizeof(sorted));
	qsort(sorted, ROUNDS, sizeof(sorted[0]), compare);
	return sorted[ROUNDS / 2];
}

static void print(const struct trial *trial)
{
	double seconds = median(trial->seconds);
	double ratios[ROUNDS];

	if (strcmp(trial->unit, "us") == 0) {
		printf("| %-34s | %8.2f us   |", trial->name, seconds * 1e6 / trial->per);
	} else {
		double scale = trial->unit[0] == 'G' ? 1e9 : 1e6;
		printf("| %-34s | %8.2f %-4s |", trial->name, trial->per / seconds / scale, trial->unit);
	}
	if (trial->compared < 0) {
		printf("       |\n");
		return;
	}
	for (int i = 0; i < ROUNDS; i++) {
		ratios[i] = trial->seconds[i] / trials[trial->compared].seconds[i];
	}
	printf(" %5.2f | of the time of: %s\n", median(ratios), trials[trial->compared].name);
}

/* Those of the trap engine are the last. */
static int trials_made(void)
{
	return trapped ? TRIALS : LOAD_UNTRAPPED;
}

static void print_cost_of_trap(void)
{
	double costs[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		costs[i] = trials[LOAD_TRAPPED].seconds[i] - trials[LOAD_UNTRAPPED].seconds[i];
	}
	if (trapped) {
		printf("A trapped load takes %.2f us more than a load.\n", median(costs) * 1e6);
	} else {
		puts("No trap engine: it was made without Zydis.");
	}
}

static void prepare(void)
{
	uint32_t address = 0;
	struct iomap_options options = { .spin_micros = 50 };

	process = iomap_connect(NULL, &options);
	if (!process) {
		fail("connect");
	}
	int uart = iomap_open(process, "/dev/uart0", IOMAP_O_RDWR);
	expect(iomap_map(process, uart, &address), "map /dev/uart0");
	scratch = address + SCRATCH_AT;
	int gsc = iomap_open(process, "/dev/gsc0", IOMAP_O_RDWR);
	expect(iomap_map(process, gsc, &frame_buffer), "map /dev/gsc0");
	direct = iomap_share(process, frame_buffer, 2 << 20);
	plain = calloc(1, 2 << 20);
	trapped = trapped_window(process, frame_buffer, 2 << 20);
	if (!direct || !plain) {
		fail("share");
	}
	memset(plain, 1, 2 << 20);
}

/* The service and the echo on cores of their own, as far as there are any. */
static pid_t start_servers(const cpu_set_t *servers, const cpu_set_t *clients, int divided)
{
	struct ucred service = { .pid = 0 };
	socklen_t length = sizeof(service);
	pid_t echoes[2];

	echo = echo_start(1, &echoes[0]);
	sleeping_echo = echo_start(0, &echoes[1]);
	getsockopt(iomap_socket(process), SOL_SOCKET, SO_PEERCRED, &service, &length);
	if (divided) {
		cores_move(echoes[0], servers);
		cores_move(echoes[1], servers);
		cores_move(service.pid, servers);
		cores_move(getpid(), clients);
	} else {
		puts("One core: who waits for an answer keeps from working who is to give it.");
	}
	return service.pid;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 0.5;

	cpu_set_t servers, clients, all;
	int divided = cores_divide(&servers, &clients);

	prepare();
	pid_t service = start_servers(&servers, &clients, divided);
	for (int round = -1; round < ROUNDS; round++) { /* the first one warms up */
		for (int i = 0; i < trials_made(); i++) {
			trials[i].seconds[round < 0 ? 0 : round] = seconds_of_one(&trials[i], seconds);
		}
	}
	CPU_OR(&all, &servers, &clients);
	cores_move(service, &all);
	for (int i = 0; i < trials_made(); i++) {
		print(&trials[i]);
	}
	print_cost_of_trap();
	return iomap_exit(process, 0) == 0 ? 0 : 1;
}
