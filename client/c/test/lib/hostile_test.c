/* The library against a service that is slow, wrong, hostile or dead. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "fake.h"
#include "lib/wire.h"

#define SHORT_MILLIS 100

/* --- The opening and the end. --- */

static void a_process_begins_and_ends(void)
{
	struct fake *fake = fake_start(fake_answers_everything);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	CHECK_EQUAL(value, 0x1001);
	CHECK_EQUAL(iomap_is_alive(process), 1);
	CHECK_EQUAL(iomap_exit(process, 0), 0);
	fake_end(fake);
}

static void refuses(int connection)
{
	fake_failure(connection, IOMAP_TYPE_REPLY, IOMAP_REQUEST_HELLO, fake_expect(connection, IOMAP_REQUEST_HELLO),
		     IOMAP_FAMILY_REFUSED << 24 | IOMAP_REFUSED_MACHINE, "no machine has this name");
}

static void a_refused_HELLO_says_why(void)
{
	struct fake *fake = fake_start(refuses);

	CHECK(!iomap_connect(fake_uri(fake), NULL));
	CHECK_EQUAL(errno, ENODEV);
	CHECK_EQUAL(iomap_failure()->code, IOMAP_REFUSED_MACHINE);
	CHECK(strcmp(iomap_failure()->text, "no machine has this name") == 0);
	fake_end(fake);
}

static void an_address_that_is_none_is_refused(void)
{
	CHECK(!iomap_connect("unix:", NULL) && errno == EINVAL);
	CHECK(!iomap_connect("tcp://127.0.0.1", NULL) && errno == EINVAL);
	CHECK(!iomap_connect("tcp://127.0.0.1:99999", NULL) && errno == EINVAL);
	CHECK(!iomap_connect("http://127.0.0.1:80", NULL) && errno == EINVAL);
	CHECK(!iomap_connect("tls://127.0.0.1:80", NULL) && errno == EPROTONOSUPPORT);
	CHECK(!iomap_connect("unix:/nonexistent/socket", NULL) && errno == ENOENT);
}

static void closes_after_a_load(int connection)
{
	fake_welcome(connection);
	fake_expect(connection, IOMAP_REQUEST_LOAD);
}

static void RQ_6_a_lost_connection_leaves_unknown_what_was_under_way(void)
{
	struct fake *fake = fake_start(closes_after_a_load);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
	CHECK_EQUAL(errno, ECONNRESET);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_UNKNOWN);
	CHECK_EQUAL(iomap_store(process, 4, 0x1000, 1), -1);
	CHECK_EQUAL(errno, ECONNRESET);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_NOT_EXECUTED);
	CHECK_EQUAL(iomap_is_alive(process), 0);
	iomap_kill(process);
	fake_end(fake);
}

static void goes_away(int connection)
{
	fake_welcome(connection);
	fake_expect(connection, IOMAP_REQUEST_LOAD);
	fake_event(connection, IOMAP_EVENT_GOAWAY,
		   FIELDS(number(1), number(0), number(0), string("the service stops")));
}

static void EN_1_after_GOAWAY_nothing_was_executed(void)
{
	struct fake *fake = fake_start(goes_away);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
	CHECK_EQUAL(errno, EHOSTDOWN);
	CHECK(strstr(iomap_failure()->text, "the service stops") != NULL);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_NOT_EXECUTED);
	iomap_kill(process);
	fake_end(fake);
}

static void says_error(int connection)
{
	fake_welcome(connection);
	fake_expect(connection, IOMAP_REQUEST_LOAD);
	fake_failure(connection, IOMAP_TYPE_ERROR, 0, 0, IOMAP_FAMILY_PROTOCOL << 24 | IOMAP_PROTOCOL_BLOCKED,
		     "the client does not read");
}

static void FR_5_an_ERROR_ends_the_connection_and_says_why(void)
{
	struct fake *fake = fake_start(says_error);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
	CHECK_EQUAL(errno, EPROTO);
	CHECK_EQUAL(iomap_failure()->code, IOMAP_PROTOCOL_BLOCKED);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_UNKNOWN);
	iomap_kill(process);
	fake_end(fake);
}

/* --- What makes no sense. --- */

/* What it says instead of an answer to a load; the id of the load goes to byte 8 where the id is 0xFFFFFFFF. */
static const char *const nonsense[] = {
	"00000018 02 00 0010 ffffffff 00000000 0000000000000000",		  /* length no multiple of 16 */
	"00000008 02 00 0010 ffffffff 00000000",				  /* shorter than a header */
	"7ffffff0 02 00 0010 ffffffff 00000000",				  /* longer than the limit */
	"00000020 09 00 0010 ffffffff 00000000 00000000000000000000000000000000", /* of no type */
	"00000020 02 80 0010 ffffffff 00000000 00000000000000000000000000000000", /* POSTED in a reply */
	"00000020 02 00 0010 00000a01 00000000 00000000000000000000000000000000", /* an id that was not sent */
	"00000020 02 00 0010 00000000 00000000 00000000000000000000000000000000", /* no id */
	"00000020 02 00 0011 ffffffff 00000000 00000000000000000000000000000000", /* of another request */
	"00000010 01 00 0010 00000001 00000000",				  /* a request that is no PING */
	"00000020 01 00 0003 00000001 00000000 00000000000000000000000000000000", /* a PING with something in it */
	"00000010 03 00 0109 00000000 00000000",				  /* a CALL to who is no driver */
	"00000010 04 00 0000 00000000 00000000",				  /* an ERROR without a status */
	"00000010 02 00 0010 ffffffff 03000001",				  /* a failure without a detail */
	"00000010 02 00 0010 ffffffff 00000000",				  /* a value that is not there */
};
static const char *said;

static void says_nonsense(int connection)
{
	uint8_t frame[64];
	size_t length = 0;

	fake_welcome(connection);
	uint32_t id = fake_expect(connection, IOMAP_REQUEST_LOAD);
	for (const char *at = said; *at; at += *at == ' ' ? 1 : 2) {
		unsigned byte;
		if (*at != ' ') {
			CHECK(sscanf(at, "%2x", &byte) == 1);
			frame[length++] = (uint8_t)byte;
		}
	}
	if (get32(frame + ID_AT) == 0xFFFFFFFF) {
		put32(frame + ID_AT, id);
	}
	fake_send(connection, frame, length);
	fake_request(connection, frame, sizeof(frame)); /* until the client closes it */
}

static void RQ_2_what_makes_no_sense_ends_the_connection(void)
{
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
		said = nonsense[i];
		struct fake *fake = fake_start(says_nonsense);
		struct iomap_process *process = fake_connect(fake, 0);
		uint64_t value;
		int result = iomap_load(process, 4, 0x1000, &value);
		if (result != -1 || errno != EPROTO) {
			fprintf(stderr, "%s: %d, %s\n", said, result, strerror(errno));
			exit(1);
		}
		CHECK_EQUAL(iomap_is_alive(process), 0);
		iomap_kill(process);
		fake_end(fake);
	}
}

/* Parts of a block of 8 bytes: offset and count of the data of each. */
static uint64_t part_offset, part_count;

static void sends_a_part(int connection)
{
	uint8_t data[64] = { 0 }, frame[64];

	fake_welcome(connection);
	uint32_t id = fake_expect(connection, IOMAP_REQUEST_LOAD_BLOCK);
	fake_reply(connection, IOMAP_REQUEST_LOAD_BLOCK, id,
		   FIELDS(number(part_offset), number(8), bytes(data, part_count)));
	fake_request(connection, frame, sizeof(frame));
}

static void BT_5_parts_stay_in_the_buffer_of_the_caller(void)
{
	static const uint64_t parts[][2] = { { 0, 16 }, { 8, 8 }, { 4, 4 }, { UINT64_MAX - 3, 8 }, { 0, 4 } };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		uint32_t data[2];
		part_offset = parts[i][0];
		part_count = parts[i][1];
		struct fake *fake = fake_start(sends_a_part);
		struct iomap_process *process = fake_connect(fake, 0);
		CHECK_EQUAL(iomap_load_block(process, 4, 0x1000, 0, data, 2), -1);
		CHECK_EQUAL(errno, EPROTO);
		iomap_kill(process);
		fake_end(fake);
	}
}

static void answers_byte_by_byte(int connection)
{
	uint8_t frame[64];
	int fds[2];

	fake_welcome(connection);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	for (size_t length; (length = fake_request(connection, frame, sizeof(frame))) > 0;) {
		fake_answer(fds[0], frame);
		ssize_t count = recv(fds[1], frame, sizeof(frame), MSG_DONTWAIT);
		for (ssize_t i = 0; i < count; i++) {
			fake_send(connection, frame + i, 1);
		}
	}
	close(fds[0]);
	close(fds[1]);
}

static void FR_7_how_a_stream_is_cut_means_nothing(void)
{
	struct fake *fake = fake_start(answers_byte_by_byte);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	for (uint64_t i = 0; i < 10; i++) {
		CHECK_EQUAL(iomap_load(process, 4, i, &value), 0);
		CHECK_EQUAL(value, i + 1);
	}
	iomap_kill(process);
	fake_end(fake);
}

/* A later version: an event it does not know, one byte of a flag that may be ignored, fields behind the last one. */
static void is_of_a_later_version(int connection)
{
	uint8_t reply[48] = { 0 };
	uint8_t event[32] = { 0 };

	fake_welcome(connection);
	uint32_t id = fake_expect(connection, IOMAP_REQUEST_LOAD);
	put_header(event, sizeof(event), IOMAP_TYPE_EVENT, 0, 0x0177, 0, 0);
	fake_send(connection, event, sizeof(event));
	put_header(reply, sizeof(reply), IOMAP_TYPE_REPLY, 0x01, IOMAP_REQUEST_LOAD, id, 0);
	put64(reply + 16, 42);
	put64(reply + 32, 0x123456789);
	fake_send(connection, reply, sizeof(reply));
	fake_answer(connection, event);
	fake_request(connection, event, sizeof(event));
}

static void GR_2_what_a_later_version_adds_is_skipped(void)
{
	struct fake *fake = fake_start(is_of_a_later_version);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	CHECK_EQUAL(value, 42);
	iomap_kill(process);
	fake_end(fake);
}

/* --- Time. --- */

static void pings(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t id = fake_expect(connection, IOMAP_REQUEST_LOAD);
	fake_say(connection, IOMAP_TYPE_REQUEST, 0, IOMAP_REQUEST_PING, 99, 0, schema_request(IOMAP_REQUEST_PING),
		 NULL);
	CHECK_EQUAL(fake_request(connection, frame, sizeof(frame)), HEADER_BYTES);
	CHECK_EQUAL(frame[TYPE_AT], IOMAP_TYPE_REPLY);
	CHECK_EQUAL(get16(frame + OPCODE_AT), IOMAP_REQUEST_PING);
	CHECK_EQUAL(get32(frame + ID_AT), 99);
	CHECK_EQUAL(get32(frame + AUX_AT), 0);
	fake_reply(connection, IOMAP_REQUEST_LOAD, id, FIELDS(number(7), number(1)));
	fake_request(connection, frame, sizeof(frame));
}

static void FC_3_a_PING_is_answered_while_a_load_waits(void)
{
	struct fake *fake = fake_start(pings);
	struct iomap_process *process = fake_connect(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	iomap_kill(process);
	fake_end(fake);
}

/* Answers the first load only when the second one has come. */
static void is_late(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t first = fake_expect(connection, IOMAP_REQUEST_LOAD);
	uint32_t second = fake_expect(connection, IOMAP_REQUEST_LOAD);
	fake_reply(connection, IOMAP_REQUEST_LOAD, first, FIELDS(number(1), number(1)));
	fake_reply(connection, IOMAP_REQUEST_LOAD, second, FIELDS(number(2), number(2)));
	fake_request(connection, frame, sizeof(frame));
}

static void a_late_answer_is_dropped_and_the_connection_goes_on(void)
{
	struct fake *fake = fake_start(is_late);
	struct iomap_process *process = fake_connect(fake, SHORT_MILLIS);
	uint64_t value = 0;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
	CHECK_EQUAL(errno, ETIMEDOUT);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_UNKNOWN);
	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	CHECK_EQUAL(value, 2);
	iomap_kill(process);
	fake_end(fake);
}

/* Memory with this text. */
static int memory_file(const char *text)
{
	int file = memfd_create("shared", MFD_CLOEXEC);

	CHECK(file >= 0 && ftruncate(file, 4096) == 0 && pwrite(file, text, strlen(text), 0) == (ssize_t)strlen(text));
	return file;
}

/* The answer to a SHARE, whose last byte carries this memory twice. */
static void share(int connection, uint32_t id, const char *text)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { .header = { CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	uint8_t frame[64];
	const struct value *fields = FIELDS(number(0), number(4096), number(100));
	struct message message = { .type = IOMAP_TYPE_REPLY,
				   .opcode = IOMAP_REQUEST_SHARE,
				   .id = id,
				   .shape = schema_reply(IOMAP_REQUEST_SHARE),
				   .fields = fields };
	size_t length = message_encode(&message, frame, sizeof(frame), NULL);
	struct iovec last = { frame + length - 1, 1 };
	struct msghdr passing = {
		.msg_iov = &last, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)
	};
	int files[2] = { memory_file(text), memory_file(text) };

	memcpy(CMSG_DATA(&control.header), files, sizeof(files));
	fake_send(connection, frame, length - 1);
	CHECK_EQUAL(sendmsg(connection, &passing, MSG_NOSIGNAL), 1);
	close(files[0]);
	close(files[1]);
}

static void shares_late(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t late = fake_expect(connection, IOMAP_REQUEST_SHARE);
	uint32_t load = fake_expect(connection, IOMAP_REQUEST_LOAD);
	share(connection, late, "late");
	fake_reply(connection, IOMAP_REQUEST_LOAD, load, FIELDS(number(2), number(2)));
	share(connection, fake_expect(connection, IOMAP_REQUEST_SHARE), "in time");
	fake_request(connection, frame, sizeof(frame));
}

static void memory_is_that_of_its_own_answer_and_no_descriptor_is_left(void)
{
	int before = memory_file("");
	struct fake *fake = fake_start(shares_late);
	struct iomap_process *process = fake_connect(fake, SHORT_MILLIS);
	uint64_t value;

	CHECK(!iomap_share(process, 0, 4096));
	CHECK_EQUAL(errno, ETIMEDOUT);
	CHECK(!iomap_share(process, 0, 4096));
	CHECK_EQUAL(errno, EAGAIN);
	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	char *memory = iomap_share(process, 0, 4096);
	CHECK(memory && strcmp(memory, "in time") == 0);
	munmap(memory, 4096);
	iomap_kill(process);
	fake_end(fake);
	int after = memory_file("");
	CHECK_EQUAL(after, before + 1);
	close(before);
	close(after);
}

static void takes_nothing(int connection)
{
	struct pollfd hung_up = { .fd = connection };

	fake_welcome(connection);
	poll(&hung_up, 1, -1);
}

static void a_service_that_takes_nothing_is_lost_at_the_deadline(void)
{
	struct fake *fake = fake_start(takes_nothing);
	struct iomap_process *process = fake_connect(fake, SHORT_MILLIS);
	int result = 0;

	while (result == 0) {
		result = iomap_post(process, 4, 0x1000, 1);
	}
	CHECK_EQUAL(errno, ETIMEDOUT);
	CHECK_EQUAL(iomap_is_alive(process), 0);
	iomap_kill(process);
	fake_end(fake);
}

int main(void)
{
	RUN(a_process_begins_and_ends);
	RUN(a_refused_HELLO_says_why);
	RUN(an_address_that_is_none_is_refused);
	RUN(RQ_6_a_lost_connection_leaves_unknown_what_was_under_way);
	RUN(EN_1_after_GOAWAY_nothing_was_executed);
	RUN(FR_5_an_ERROR_ends_the_connection_and_says_why);
	RUN(RQ_2_what_makes_no_sense_ends_the_connection);
	RUN(BT_5_parts_stay_in_the_buffer_of_the_caller);
	RUN(FR_7_how_a_stream_is_cut_means_nothing);
	RUN(GR_2_what_a_later_version_adds_is_skipped);
	RUN(FC_3_a_PING_is_answered_while_a_load_waits);
	RUN(a_late_answer_is_dropped_and_the_connection_goes_on);
	RUN(memory_is_that_of_its_own_answer_and_no_descriptor_is_left);
	RUN(a_service_that_takes_nothing_is_lost_at_the_deadline);
	return 0;
}
