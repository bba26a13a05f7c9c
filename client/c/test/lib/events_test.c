/* Events, and memory that is shared. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "fake.h"
#include "lib/wire.h"

/* --- Events. --- */

static void sends_events(int connection)
{
	uint8_t data[6000] = { 'a', 'b' }, frame[64];

	fake_welcome(connection);
	uint32_t subscribe = fake_expect(connection, IOMAP_REQUEST_SUBSCRIBE);
	fake_event(connection, IOMAP_EVENT_INTERRUPT, FIELDS(number(1), number(7), number(1), number(2), number(30)));
	fake_reply(connection, IOMAP_REQUEST_SUBSCRIBE, subscribe, FIELDS(number(7)));
	fake_event(connection, IOMAP_EVENT_TERMINAL_OUTPUT, FIELDS(number(1), number(8), bytes(data, sizeof(data))));
	for (int i = 0; i < 200; i++) {
		fake_event(connection, IOMAP_EVENT_TERMINAL_OUTPUT, FIELDS(number(2), number(9), bytes(data, 6000)));
	}
	fake_request(connection, frame, sizeof(frame));
}

static void EV_2_events_wait_in_a_queue_that_is_bounded(void)
{
	static struct iomap_event event;
	struct fake *fake = fake_start(sends_events);
	struct iomap_process *process = fake_connect(fake, 0);
	uint32_t subscription;
	int events = 0;

	CHECK_EQUAL(iomap_subscribe(process, IOMAP_KIND_INTERRUPT, "lasi.5", &subscription), 0);
	CHECK_EQUAL(subscription, 7);
	CHECK_EQUAL(iomap_next_event(process, &event, -1), 1);
	CHECK_EQUAL(event.kind, IOMAP_EVENT_INTERRUPT);
	CHECK_EQUAL(event.count, 2);
	CHECK_EQUAL(iomap_next_event(process, &event, -1), 1);
	CHECK_EQUAL(event.kind, IOMAP_EVENT_TERMINAL_OUTPUT);
	CHECK_EQUAL(event.subscription, 8);
	CHECK_EQUAL(event.data_length, sizeof(event.data));
	CHECK(memcmp(event.data, "ab", 3) == 0);
	iomap_ping(process); /* takes in what has come, and is answered by nothing but the end */
	while (iomap_next_event(process, &event, 0) == 1 && event.kind != IOMAP_EVENT_OVERRUN) {
		events++;
	}
	CHECK_EQUAL(event.kind, IOMAP_EVENT_OVERRUN);
	CHECK_EQUAL(event.subscription, 9);
	CHECK_EQUAL(events + event.lost, 200);
	CHECK_EQUAL(iomap_next_event(process, &event, 0), -1);
	CHECK_EQUAL(errno, ECONNRESET);
	iomap_kill(process);
	fake_end(fake);
}

static void no_event_comes_in_time(void)
{
	static struct iomap_event event;
	struct fake *fake = fake_start(fake_answers_everything);
	struct iomap_process *process = fake_connect(fake, 0);
	uint32_t subscription;

	CHECK_EQUAL(iomap_subscribe(process, IOMAP_KIND_FAULT, NULL, &subscription), 0);
	CHECK_EQUAL(iomap_next_event(process, &event, 0), 0);
	CHECK_EQUAL(iomap_next_event(process, &event, 5), 0);
	iomap_kill(process);
	fake_end(fake);
}

/* --- Shared memory. --- */

/* Sends the answer with a descriptor at the last byte of its last field. */
static void send_with_descriptor(int connection, const uint8_t *frame, int descriptor)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { .header = {
			      .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
	struct iovec last = { (void *)(uintptr_t)(frame + 39), 1 };
	struct msghdr message = {
		.msg_iov = &last, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};

	memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(descriptor));
	fake_send(connection, frame, 39);
	CHECK_EQUAL(sendmsg(connection, &message, MSG_NOSIGNAL), 1);
	fake_send(connection, frame + 40, 8);
}

static void shares_a_page(int connection)
{
	uint8_t frame[64] = { 0 };
	int file = memfd_create("shared", MFD_CLOEXEC);

	fake_welcome(connection);
	CHECK(ftruncate(file, 8192) == 0 && pwrite(file, "shared", 6, 4096) == 6);
	for (int i = 0; i < 2; i++) { /* the first descriptor comes with an answer that nobody shares by */
		uint32_t id = fake_expect(connection, i == 0 ? IOMAP_REQUEST_DUP : IOMAP_REQUEST_SHARE);
		put_header(frame, 48, IOMAP_TYPE_REPLY, 0, i == 0 ? IOMAP_REQUEST_DUP : IOMAP_REQUEST_SHARE, id, 0);
		put64(frame + 16, 4096);
		put64(frame + 24, 4096);
		put64(frame + 32, 100);
		send_with_descriptor(connection, frame, file);
	}
	close(file);
	fake_request(connection, frame, sizeof(frame));
}

static void memory_is_shared_by_the_descriptor_that_comes_with_the_answer(void)
{
	int lowest = dup(0);
	struct fake *fake = fake_start(shares_a_page);
	struct iomap_process *process = fake_connect(fake, 0);

	CHECK(!iomap_share(process, 0xF4000001, 4096) && errno == EINVAL);
	CHECK_EQUAL(iomap_dup(process, 3), 3);
	char *memory = iomap_share(process, 0xF4000000, 4096);
	CHECK(memory && memcmp(memory, "shared", 7) == 0);
	memory[0] = 'S';
	CHECK(munmap(memory, 4096) == 0);
	iomap_kill(process);
	fake_end(fake);
	close(lowest);
	CHECK_EQUAL(dup(0), lowest); /* no descriptor is left open */
	close(lowest);
}

int main(void)
{
	RUN(EV_2_events_wait_in_a_queue_that_is_bounded);
	RUN(no_event_comes_in_time);
	RUN(memory_is_shared_by_the_descriptor_that_comes_with_the_answer);
	return 0;
}
