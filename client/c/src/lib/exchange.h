/* From a request to its answer. Everything here fails with -1 or null, with the failure noted. */
#ifndef IOMAP_EXCHANGE_H
#define IOMAP_EXCHANGE_H

#include "lib/message.h"
#include "lib/process.h"

/*
 * What a call holds while it is in the library: no cancellation, and no signals where it could be interrupted for
 * long.
 */
struct guard {
	sigset_t mask;
	int cancelling;
	bool masked;
};
/* False: the process is another program's, or the thread is in the library already; the failure is noted. */
bool enter(struct iomap_process *process, struct guard *guard, bool mask_signals);
void leave(struct guard *guard);

uint64_t deadline_of(const struct iomap_process *process);
uint64_t limit_of(const struct iomap_process *process, unsigned limit);

/*
 * Sends a request that was encoded at head, with its data behind it; the id is filled in here. reply_bytes: credit
 * for the answer beyond head and data.
 */
struct exchange *exchange_send(struct iomap_process *process, uint8_t *head, size_t length, const struct tail *tail,
			       struct answer *answer, size_t reply_bytes, uint64_t deadline);
/*
 * Sends loads and stores of a pipeline, as many of them as there is credit for, and returns how many. *exchange is
 * null at first, and is ready whenever all that were sent are answered.
 */
ssize_t exchange_send_accesses(struct iomap_process *process, struct exchange **exchange, uint8_t *frames, size_t count,
			       struct answer *answer, uint64_t deadline);
/* Sends a request that has no reply: id 0, or POSTED. */
int send_untold(struct iomap_process *process, const uint8_t *frame, size_t length, uint64_t deadline);
/* Waits for the answer, and gives the exchange back. */
int exchange_await(struct iomap_process *process, struct exchange *exchange, uint64_t deadline);
/*
 * The same for a call that may sleep in the machine: it has no deadline while the service answers PINGs. A signal
 * that the program handles ends it with EINTR, or with ERESTART where the handler has SA_RESTART; it was not carried
 * out then.
 */
int exchange_sleep(struct iomap_process *process, struct exchange *exchange, const struct guard *guard);
/* The id of the request that waits for its answer. */
uint32_t exchange_id(const struct iomap_process *process, const struct exchange *exchange);
/* With the lock state: a place among those that wait, for what needs no request; null when there is none. */
struct exchange *exchange_take(struct iomap_process *process);
enum waking { WOKEN_READY, WOKEN_LOST, WOKEN_LATE, WOKEN_INTERRUPTED, WOKEN_TO_RESTART };
/*
 * After ERESTART of what waits for a time: is it to be made again? *millis is what is left of it; negative: without
 * end. poll(2) and its like are never made again by themselves after a signal: errno is EINTR then.
 */
bool is_to_go_on(uint64_t began, int timeout_millis, int *millis);
/* Sleeps until the exchange is ready, the deadline, the end of the connection, or a signal that the program handles. */
enum waking sleep_until_ready(struct iomap_process *process, struct exchange *exchange, const struct guard *guard,
			      uint64_t deadline);
/* The failure of a reply whose status is not 0, or of one that makes no sense, which ends the connection; else 0. */
int answer_check(struct iomap_process *process, const uint8_t *frame);

/* A whole call: request, reply, and the values of the reply. */
struct call {
	uint8_t frame[REPLY_BYTES];
	struct value values[2 * SHAPE_FIELDS];
	const struct value *fields; /* of the reply */
};
int call(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields);
/* The same for a call that may sleep in the machine; it fails with EINTR or ERESTART as exchange_sleep does. */
int call_sleeping(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields);
/* The same, made again after ERESTART. */
int call_restarting(struct iomap_process *process, struct call *call, unsigned opcode, const struct value *fields);

/* For reading.c, sending.c and incoming.c. */

/* With the lock state: notes the end of the connection, the first time, and wakes everybody. */
void lose(struct iomap_process *process, const struct iomap_failure *loss);
__attribute__((format(printf, 3, 4))) void lose_because(struct iomap_process *process, int error, const char *format,
							...);
/* With the lock state: hands out every whole message that was received. */
void hand_out(struct iomap_process *process);
void wake(struct exchange *exchange);
void exchange_release(struct exchange *exchange);
/* With the lock state, which is let go meanwhile: reads until *goal, the deadline or the end of the connection. */
void lead(struct iomap_process *process, const bool *goal, uint64_t deadline);
/*
 * The parts of lead. Reads once: the bytes, 0 for none now, -1 with errno at the end; ENODATA: the service closed it.
 */
ssize_t receive(struct iomap_process *process);
/* With the lock state: what receive returned. */
void take_in(struct iomap_process *process, ssize_t count);
/* With the lock state, by who led: wakes one of those that follow to lead, or who sends and waits for room. */
void promote(struct iomap_process *process);
/* Takes in what has arrived, if nobody else reads. Never waits. */
void drain(struct iomap_process *process);
/* Answers the PINGs that are owed, unless a thread sends: that one will. */
void answer_pings(struct iomap_process *process);
/* Waits on a condition until a time of host_nanos(). */
void wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t deadline);

#endif
