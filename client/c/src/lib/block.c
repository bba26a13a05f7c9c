/*
 * Many accesses by one call, cut into requests that the limits allow. Blocks have several requests under way at a
 * time. Accesses to one address again and again, and what stops at a difference, go one request after the other: a
 * request too many would take from a FIFO what nobody asked for.
 */
#include <errno.h>

#include "lib/exchange.h"
#include "lib/failure.h"

#define OVERHEAD 64
#define GRAIN 64
#define UNDERWAY 8

/* A transfer: what each of its requests is made of. */
struct transfer {
	unsigned opcode, width;
	uint64_t address, stride; /* stride as it is sent, 0 for the width */
	uint64_t step;		  /* bytes of address from element to element */
	uint8_t *into;
	const uint8_t *from;
	size_t count, sent, done; /* elements */
	unsigned most;		  /* requests under way */
};

/* One request of it that is under way. */
struct piece {
	struct exchange *exchange;
	struct answer answer;
	uint64_t deadline;
	size_t elements;
	uint8_t reply[REPLY_BYTES];
};

static size_t piece_elements(const struct iomap_process *process, const struct transfer *transfer)
{
	size_t room = (process->longest - OVERHEAD) / GRAIN * GRAIN / transfer->width;
	size_t most = limit_of(process, IOMAP_LIMIT_TRANSFER_ELEMENTS);
	size_t left = transfer->count - transfer->sent;

	most = most < room ? most : room;
	return left < most ? left : most;
}

static size_t encode_piece(const struct transfer *transfer, size_t elements, uint8_t *request, struct tail *tail)
{
	struct value address = number(transfer->address + transfer->sent * transfer->step);
	struct value width = number(transfer->width);
	struct value data = { .number = elements * transfer->width };
	struct value fields[4] = { width, address };

	if (transfer->from) {
		data.bytes = transfer->from + transfer->sent * transfer->width;
	}
	switch (transfer->opcode) {
	case IOMAP_REQUEST_LOAD_BLOCK:
		fields[2] = number(elements);
		fields[3] = number(transfer->stride);
		break;
	case IOMAP_REQUEST_STORE_BLOCK:
		fields[2] = number(transfer->stride);
		fields[3] = data;
		break;
	case IOMAP_REQUEST_STORE_REPEATED:
		fields[2] = data;
		break;
	default:
		fields[2] = number(elements);
		break;
	}
	struct message message = { .type = IOMAP_TYPE_REQUEST,
				   .opcode = transfer->opcode,
				   .shape = schema_request(transfer->opcode),
				   .fields = fields };
	return message_encode(&message, request, OVERHEAD, tail);
}

static int send_piece(struct iomap_process *process, struct transfer *transfer, struct piece *piece)
{
	uint8_t request[OVERHEAD];
	struct tail tail;
	size_t elements = piece_elements(process, transfer);
	size_t length = encode_piece(transfer, elements, request, &tail);
	size_t data = elements * transfer->width;

	piece->elements = elements;
	piece->answer = (struct answer){ .frames = piece->reply, .size = sizeof(piece->reply) };
	if (transfer->into) {
		piece->answer.into = transfer->into + transfer->sent * transfer->width;
		piece->answer.into_size = data;
	}
	piece->deadline = deadline_of(process);
	piece->exchange = exchange_send(process, request, length, &tail, &piece->answer,
					transfer->into ? OVERHEAD + data : OVERHEAD, piece->deadline);
	transfer->sent += elements;
	return piece->exchange ? 0 : -1;
}

static int finish_piece(struct iomap_process *process, struct transfer *transfer, struct piece *piece)
{
	if (exchange_await(process, piece->exchange, piece->deadline) != 0) {
		return -1;
	}
	if (piece->answer.length > 0 && answer_check(process, piece->reply) != 0) {
		struct iomap_failure failure = *iomap_failure();
		failure.completed += transfer->done;
		return fail(&failure);
	}
	if (transfer->into && piece->answer.received != piece->elements * transfer->width) {
		return connection_broken(process, "parts that are not all");
	}
	transfer->done += piece->elements;
	return 0;
}

static int carry_out(struct iomap_process *process, struct transfer *transfer)
{
	struct piece pieces[UNDERWAY];
	unsigned first = 0, underway = 0;
	int result = 0;

	while (result == 0 && transfer->done < transfer->count) {
		if (transfer->sent < transfer->count && underway < transfer->most) {
			result = send_piece(process, transfer, &pieces[(first + underway) % UNDERWAY]);
			underway += result == 0;
		} else {
			result = finish_piece(process, transfer, &pieces[first % UNDERWAY]);
			first++;
			underway--;
		}
	}
	if (result != 0 && underway > 0) {
		/* The first failure is reported; what is behind it may still be carried out, and is waited for. */
		struct iomap_failure failure = *iomap_failure();
		for (; underway > 0; underway--, first++) {
			finish_piece(process, transfer, &pieces[first % UNDERWAY]);
		}
		fail(&failure);
	}
	return result;
}

static int move(struct iomap_process *process, struct transfer *transfer)
{
	struct guard guard;

	if (!is_width(transfer->width)) {
		return fail_here(EINVAL, "an access is 1, 2, 4 or 8 bytes wide, not %u", transfer->width);
	}
	if (!enter(process, &guard, true)) {
		return -1;
	}
	int result = carry_out(process, transfer);
	leave(&guard);
	return result;
}

int iomap_load_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride, void *into,
		     size_t count)
{
	struct transfer transfer = { .opcode = IOMAP_REQUEST_LOAD_BLOCK,
				     .width = width,
				     .address = address,
				     .stride = stride,
				     .step = stride ? stride : width,
				     .into = into,
				     .count = count,
				     .most = UNDERWAY };
	return move(process, &transfer);
}

int iomap_store_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride,
		      const void *from, size_t count)
{
	struct transfer transfer = { .opcode = IOMAP_REQUEST_STORE_BLOCK,
				     .width = width,
				     .address = address,
				     .stride = stride,
				     .step = stride ? stride : width,
				     .from = from,
				     .count = count,
				     .most = UNDERWAY };
	if (stride > UINT32_MAX) {
		return fail_here(EINVAL, "a stride of 0x%llx", (unsigned long long)stride);
	}
	return move(process, &transfer);
}

int iomap_load_repeated(struct iomap_process *process, unsigned width, uint64_t address, void *into, size_t count)
{
	struct transfer transfer = { .opcode = IOMAP_REQUEST_LOAD_REPEATED,
				     .width = width,
				     .address = address,
				     .into = into,
				     .count = count,
				     .most = 1 };
	return move(process, &transfer);
}

int iomap_store_repeated(struct iomap_process *process, unsigned width, uint64_t address, const void *from,
			 size_t count)
{
	struct transfer transfer = { .opcode = IOMAP_REQUEST_STORE_REPEATED,
				     .width = width,
				     .address = address,
				     .from = from,
				     .count = count,
				     .most = 1 };
	return move(process, &transfer);
}

int iomap_peek_block(struct iomap_process *process, unsigned width, uint64_t physical, void *into, size_t count)
{
	struct transfer transfer = { .opcode = IOMAP_REQUEST_PEEK_BLOCK,
				     .width = width,
				     .address = physical,
				     .step = width,
				     .into = into,
				     .count = count,
				     .most = UNDERWAY };
	return move(process, &transfer);
}

int iomap_fill(struct iomap_process *process, unsigned width, uint64_t address, size_t count, uint64_t value)
{
	size_t most = limit_of(process, IOMAP_LIMIT_TRANSFER_ELEMENTS);

	for (size_t done = 0; done < count; done += most) {
		struct call fill;
		const struct value fields[] = { number(width), number(address + done * width),
						number(count - done < most ? count - done : most), number(value) };
		if (call(process, &fill, IOMAP_REQUEST_FILL, fields) != 0) {
			struct iomap_failure failure = *iomap_failure();
			failure.completed += done;
			return fail(&failure);
		}
	}
	return 0;
}

int iomap_compare(struct iomap_process *process, unsigned width, uint64_t address, size_t count, uint64_t value,
		  uint64_t *equal, uint64_t *actual)
{
	size_t most = limit_of(process, IOMAP_LIMIT_TRANSFER_ELEMENTS);

	*equal = *actual = 0;
	while (*equal < count) {
		struct call compare;
		size_t elements = count - *equal < most ? count - *equal : most;
		const struct value fields[] = { number(width), number(address + *equal * width), number(elements),
						number(value) };
		if (call(process, &compare, IOMAP_REQUEST_COMPARE, fields) != 0) {
			struct iomap_failure failure = *iomap_failure();
			failure.completed += *equal;
			return fail(&failure);
		}
		*equal += compare.fields[0].number;
		*actual = compare.fields[1].number;
		if (compare.fields[0].number < elements) {
			break;
		}
	}
	return 0;
}
