/* Any bytes from the service: what waits gets an answer that fits, or the connection is lost. */
#include <stdlib.h>

#include "lib/event.h"
#include "lib/exchange.h"
#include "lib/schema.h"

#define IN_BYTES 65536
#define CANARY 0xC5

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is under way: a load, a block, two accesses of a pipeline, a call, and a place that was given up. */
static uint8_t reply[REPLY_BYTES + 1], block[65], called[REPLY_BYTES + 1];
static struct iomap_access accesses[3];
static struct answer answers[5];

static void expect(struct iomap_process *process, unsigned index, unsigned opcode, uint32_t requests,
		   struct answer *answer)
{
	struct exchange *exchange = &process->exchanges[index];

	*exchange =
		(struct exchange){ .taken = true, .opcode = opcode, .next = requests, .answer = answer, .wake_fd = -1 };
	process->requests += requests;
}

static void begin(struct iomap_process *process)
{
	memset(reply, CANARY, sizeof(reply));
	memset(block, CANARY, sizeof(block));
	memset(called, CANARY, sizeof(called));
	memset(accesses, CANARY, sizeof(accesses));
	accesses[0].direction = IOMAP_LOAD;
	accesses[1].direction = IOMAP_STORE;
	answers[1] = (struct answer){ .frames = reply, .size = REPLY_BYTES };
	answers[2] =
		(struct answer){ .frames = called, .size = REPLY_BYTES, .into = block, .into_size = sizeof(block) - 1 };
	answers[3] = (struct answer){ .accesses = accesses };
	answers[4] = (struct answer){ .frames = reply, .size = REPLY_BYTES };
	expect(process, 1, IOMAP_REQUEST_LOAD, 1, &answers[1]);
	expect(process, 2, IOMAP_REQUEST_LOAD_BLOCK, 1, &answers[2]);
	expect(process, 3, 0, 2, &answers[3]);
	expect(process, 4, IOMAP_REQUEST_OPEN, 1, NULL);
}

static void check_canaries(void)
{
	const uint8_t *behind = (const uint8_t *)&accesses[2];

	if (reply[REPLY_BYTES] != CANARY || called[REPLY_BYTES] != CANARY || block[sizeof(block) - 1] != CANARY) {
		abort();
	}
	for (size_t i = 0; i < sizeof(accesses[2]); i++) {
		if (behind[i] != CANARY) {
			abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct iomap_process process;
	static uint8_t in[IN_BYTES];
	struct iomap_event event;

	if (size > IN_BYTES) {
		return 0;
	}
	memset(&process, 0, sizeof(process));
	pthread_mutex_init(&process.state, NULL);
	pthread_mutex_init(&process.sending, NULL);
	process.socket = process.passed = -1;
	process.longest = IN_BYTES;
	process.in = in;
	process.in_size = IN_BYTES;
	process.in_end = size;
	memcpy(in, data, size);
	begin(&process);
	events_make(&process);
	hand_out(&process);
	for (unsigned i = 1; i <= 4; i++) {
		if (i != 3 && process.exchanges[i].ready && answers[i].length >= HEADER_BYTES && !process.lost) {
			answer_check(&process, answers[i].frames);
		}
	}
	while (!process.lost && events_next(&process, &event) > 0) {
	}
	check_canaries();
	events_free(&process);
	return 0;
}
