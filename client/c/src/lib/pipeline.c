/* Many accesses under way: one message each, or all in one message. */
#include <errno.h>

#include "lib/exchange.h"
#include "lib/failure.h"

#define STAGED 64
#define MOST_ENTRIES 1024
/* BatchEntry: direction u16, width u16, address u64, value u64. BatchResult: status u32, signal u32, value u64. */
#define ENTRY_BYTES 24
#define RESULT_BYTES 16
#define LIST_AT 24

static int check(const struct iomap_access *accesses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned direction = accesses[i].direction;
		if ((direction != IOMAP_LOAD && direction != IOMAP_STORE) || !is_width(accesses[i].width)) {
			return fail_here(EINVAL, "access %zu is no load or store of 1, 2, 4 or 8 bytes", i);
		}
	}
	return 0;
}

static void begin(struct iomap_access *accesses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		accesses[i].error = EINPROGRESS;
		accesses[i].signal = accesses[i].si_code = 0;
	}
}

static size_t stage(uint8_t *frames, const struct iomap_access *accesses, size_t count)
{
	size_t staged = count < STAGED ? count : STAGED;

	for (size_t i = 0; i < staged; i++) {
		uint8_t *frame = frames + i * ACCESS_BYTES;
		bool load = accesses[i].direction == IOMAP_LOAD;
		put_header(frame, ACCESS_BYTES, IOMAP_TYPE_REQUEST, 0, load ? IOMAP_REQUEST_LOAD : IOMAP_REQUEST_STORE,
			   0, accesses[i].width);
		put64(frame + 16, accesses[i].address);
		put64(frame + 24, load ? 0 : accesses[i].value);
	}
	return staged;
}

static int carry_out(struct iomap_process *process, struct iomap_access *accesses, size_t count)
{
	uint8_t frames[STAGED * ACCESS_BYTES];
	struct answer answer = { .accesses = accesses };
	struct exchange *exchange = NULL;
	uint64_t deadline = deadline_of(process);
	size_t sent = 0;
	ssize_t more = 0;

	while (sent < count && more >= 0) {
		size_t staged = stage(frames, accesses + sent, count - sent);
		more = exchange_send_accesses(process, &exchange, frames, staged, &answer, deadline);
		sent += more > 0 ? (size_t)more : 0;
		deadline = deadline_of(process);
	}
	if (exchange && exchange_await(process, exchange, deadline) != 0) {
		return -1;
	}
	return more < 0 ? -1 : (int)answer.failed;
}

int iomap_pipeline(struct iomap_process *process, struct iomap_access *accesses, size_t count)
{
	struct guard guard;

	if (check(accesses, count) != 0 || !enter(process, &guard, true)) {
		return -1;
	}
	begin(accesses, count);
	int result = carry_out(process, accesses, count);
	leave(&guard);
	return result;
}

static size_t put_entries(uint8_t *request, const struct iomap_access *accesses, size_t count, int go_on)
{
	size_t length = LIST_AT + count * ENTRY_BYTES;
	size_t padded = (length + HEADER_BYTES - 1) / HEADER_BYTES * HEADER_BYTES;

	memset(request, 0, padded);
	put_header(request, (uint32_t)padded, IOMAP_TYPE_REQUEST, 0, IOMAP_REQUEST_BATCH, 0, go_on ? 1 : 0);
	put32(request + HEADER_BYTES, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		uint8_t *entry = request + LIST_AT + i * ENTRY_BYTES;
		put16(entry, (uint16_t)accesses[i].direction);
		put16(entry + 2, (uint16_t)accesses[i].width);
		put64(entry + 8, accesses[i].address);
		put64(entry + 16, accesses[i].direction == IOMAP_LOAD ? 0 : accesses[i].value);
	}
	return padded;
}

/* How many of them failed or did not run. */
static int take_results(struct iomap_access *accesses, size_t count, const uint8_t *reply, size_t results)
{
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		const uint8_t *result = reply + LIST_AT + i * RESULT_BYTES;
		struct iomap_failure failure;
		if (i >= results) {
			accesses[i].error = ECANCELED;
			failed++;
			continue;
		}
		failure_of_status(get32(result), get32(result + 4), &failure);
		accesses[i].error = failure.error;
		accesses[i].signal = failure.signal;
		accesses[i].si_code = failure.si_code;
		failed += failure.error != 0;
		if (failure.error == 0 && accesses[i].direction == IOMAP_LOAD) {
			accesses[i].value = get64(result + 8);
		}
	}
	return failed;
}

static int batch(struct iomap_process *process, struct iomap_access *accesses, size_t count, int go_on)
{
	uint8_t request[LIST_AT + MOST_ENTRIES * ENTRY_BYTES + HEADER_BYTES];
	uint8_t reply[LIST_AT + MOST_ENTRIES * RESULT_BYTES + REPLY_BYTES];
	struct answer answer = { .frames = reply, .size = sizeof(reply) };
	uint64_t deadline = deadline_of(process);
	size_t length = put_entries(request, accesses, count, go_on);
	struct exchange *exchange =
		exchange_send(process, request, length, NULL, &answer, LIST_AT + count * RESULT_BYTES, deadline);

	if (!exchange || exchange_await(process, exchange, deadline) != 0 || answer_check(process, reply) != 0) {
		return -1;
	}
	uint32_t results = answer.length >= LIST_AT ? get32(reply + HEADER_BYTES) : UINT32_MAX;
	if (results > count || results * RESULT_BYTES + LIST_AT > answer.length) {
		return connection_broken(process, "results that are not those of the batch");
	}
	return take_results(accesses, count, reply, results);
}

int iomap_batch(struct iomap_process *process, struct iomap_access *accesses, size_t count, int go_on)
{
	struct guard guard;

	if (count > MOST_ENTRIES || count > limit_of(process, IOMAP_LIMIT_BATCH_ENTRIES)) {
		return fail_here(EINVAL, "%zu accesses in a batch", count);
	}
	if (check(accesses, count) != 0 || !enter(process, &guard, true)) {
		return -1;
	}
	begin(accesses, count);
	int result = batch(process, accesses, count, go_on);
	leave(&guard);
	return result;
}
