/* One load or store: messages of two words, made by hand. Async-signal-safe where all signals are blocked. */
#include <errno.h>

#include "lib/exchange.h"
#include "lib/failure.h"

static bool begin(struct iomap_process *process, struct guard *guard, unsigned width)
{
	if (!is_width(width)) {
		fail_here(EINVAL, "an access is 1, 2, 4 or 8 bytes wide, not %u", width);
		return false;
	}
	return enter(process, guard, false);
}

static void put_access(uint8_t *frame, unsigned flags, unsigned opcode, unsigned width, uint64_t address,
		       uint64_t value)
{
	put_header(frame, ACCESS_BYTES, IOMAP_TYPE_REQUEST, flags, opcode, 0, width);
	put64(frame + 16, address);
	put64(frame + 24, value);
}

static int access_once(struct iomap_process *process, unsigned opcode, unsigned width, uint64_t address, uint64_t value,
		       uint64_t *loaded)
{
	uint8_t request[ACCESS_BYTES];
	uint8_t reply[REPLY_BYTES];
	struct answer answer = { .frames = reply, .size = sizeof(reply) };
	uint64_t deadline = deadline_of(process);

	put_access(request, 0, opcode, width, address, value);
	struct exchange *exchange =
		exchange_send(process, request, sizeof(request), NULL, &answer, ACCESS_BYTES, deadline);
	if (!exchange || exchange_await(process, exchange, deadline) != 0 || answer_check(process, reply) != 0) {
		return -1;
	}
	if (answer.length < ACCESS_BYTES) {
		return connection_broken(process, "an answer without a value");
	}
	if (loaded) {
		*loaded = get64(reply + 16);
	}
	return 0;
}

static int one_access(struct iomap_process *process, unsigned opcode, unsigned width, uint64_t address, uint64_t value,
		      uint64_t *loaded)
{
	struct guard guard;

	if (!begin(process, &guard, width)) {
		return -1;
	}
	int result = access_once(process, opcode, width, address, value, loaded);
	leave(&guard);
	return result;
}

int iomap_load(struct iomap_process *process, unsigned width, uint64_t address, uint64_t *value)
{
	return one_access(process, IOMAP_REQUEST_LOAD, width, address, 0, value);
}

int iomap_store(struct iomap_process *process, unsigned width, uint64_t address, uint64_t value)
{
	return one_access(process, IOMAP_REQUEST_STORE, width, address, value, NULL);
}

int iomap_post(struct iomap_process *process, unsigned width, uint64_t address, uint64_t value)
{
	uint8_t request[ACCESS_BYTES];
	struct guard guard;

	if (!begin(process, &guard, width)) {
		return -1;
	}
	put_access(request, IOMAP_FLAG_POSTED, IOMAP_REQUEST_STORE, width, address, value);
	int result = send_untold(process, request, sizeof(request), deadline_of(process));
	leave(&guard);
	return result;
}

int iomap_fence(struct iomap_process *process)
{
	struct call fence;
	return call(process, &fence, IOMAP_REQUEST_FENCE, NULL);
}

int iomap_peek(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t *value)
{
	return one_access(process, IOMAP_REQUEST_PEEK, width, physical, 0, value);
}

int iomap_physical_load(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t *value)
{
	return one_access(process, IOMAP_REQUEST_PHYSICAL_LOAD, width, physical, 0, value);
}

int iomap_physical_store(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t value)
{
	return one_access(process, IOMAP_REQUEST_PHYSICAL_STORE, width, physical, value, NULL);
}
