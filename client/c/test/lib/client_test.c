/* The library against a service that is slow, wrong, hostile or dead. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fake.h"
#include "lib/wire.h"

#define FIELDS(...) ((const struct value[]){ __VA_ARGS__ })
#define SHORT_MILLIS 100

static struct iomap_process *connect_to(const struct fake *fake, unsigned deadline_millis)
{
	struct iomap_options options = { .deadline_millis = deadline_millis };
	struct iomap_process *process = iomap_connect(fake_uri(fake), &options);

	CHECK(process);
	return process;
}

/* Answers every load with its address and one more, and everything else with nothing. */
static void answer(int connection, const uint8_t *frame)
{
	unsigned opcode = get16(frame + OPCODE_AT);
	uint32_t id = get32(frame + ID_AT);

	if (id == 0 || frame[FLAGS_AT] == IOMAP_FLAG_POSTED) {
		return;
	}
	const struct value fields[16] = { number(opcode == IOMAP_REQUEST_LOAD ? get64(frame + 16) + 1 : 3), number(1) };
	fake_reply(connection, opcode, id, fields);
}

static void answers_everything(int connection)
{
	uint8_t frame[65536];

	fake_welcome(connection);
	while (fake_request(connection, frame, sizeof(frame)) > 0) {
		answer(connection, frame);
	}
}

/* --- The opening and the end. --- */

static void a_process_begins_and_ends(void)
{
	struct fake *fake = fake_start(answers_everything);
	struct iomap_process *process = connect_to(fake, 0);
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
	struct iomap_process *process = connect_to(fake, 0);
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
	fake_event(connection, IOMAP_EVENT_GOAWAY, FIELDS(number(1), number(0), number(0), string("the service stops")));
}

static void EN_1_after_GOAWAY_nothing_was_executed(void)
{
	struct fake *fake = fake_start(goes_away);
	struct iomap_process *process = connect_to(fake, 0);
	uint64_t value;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
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
	struct iomap_process *process = connect_to(fake, 0);
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
	"00000018 02 00 0010 ffffffff 00000000 0000000000000000",		/* length no multiple of 16 */
	"00000008 02 00 0010 ffffffff 00000000",				/* shorter than a header */
	"7ffffff0 02 00 0010 ffffffff 00000000",				/* longer than the limit */
	"00000020 09 00 0010 ffffffff 00000000 00000000000000000000000000000000", /* of no type */
	"00000020 02 80 0010 ffffffff 00000000 00000000000000000000000000000000", /* POSTED in a reply */
	"00000020 02 00 0010 00000a01 00000000 00000000000000000000000000000000", /* an id that was not sent */
	"00000020 02 00 0010 00000000 00000000 00000000000000000000000000000000", /* no id */
	"00000020 02 00 0011 ffffffff 00000000 00000000000000000000000000000000", /* of another request */
	"00000010 01 00 0010 00000001 00000000",				/* a request that is no PING */
	"00000020 01 00 0003 00000001 00000000 00000000000000000000000000000000", /* a PING with something in it */
	"00000010 03 00 0109 00000000 00000000",				/* a CALL to who is no driver */
	"00000010 04 00 0000 00000000 00000000",				/* an ERROR without a status */
	"00000010 02 00 0010 ffffffff 03000001",				/* a failure without a detail */
	"00000010 02 00 0010 ffffffff 00000000",				/* a value that is not there */
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
	fake_request(connection, frame, sizeof(frame));	/* until the client closes it */
}

static void RQ_2_what_makes_no_sense_ends_the_connection(void)
{
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
		said = nonsense[i];
		struct fake *fake = fake_start(says_nonsense);
		struct iomap_process *process = connect_to(fake, 0);
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
	fake_reply(connection, IOMAP_REQUEST_LOAD_BLOCK, id, FIELDS(number(part_offset), number(8), bytes(data, part_count)));
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
		struct iomap_process *process = connect_to(fake, 0);
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
		answer(fds[0], frame);
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
	struct iomap_process *process = connect_to(fake, 0);
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
	answer(connection, event);
	fake_request(connection, event, sizeof(event));
}

static void GR_2_what_a_later_version_adds_is_skipped(void)
{
	struct fake *fake = fake_start(is_of_a_later_version);
	struct iomap_process *process = connect_to(fake, 0);
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
	fake_say(connection, IOMAP_TYPE_REQUEST, 0, IOMAP_REQUEST_PING, 99, 0, schema_request(IOMAP_REQUEST_PING), NULL);
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
	struct iomap_process *process = connect_to(fake, 0);
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
	struct iomap_process *process = connect_to(fake, SHORT_MILLIS);
	uint64_t value = 0;

	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), -1);
	CHECK_EQUAL(errno, ETIMEDOUT);
	CHECK_EQUAL(iomap_failure()->execution, IOMAP_EXECUTION_UNKNOWN);
	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	CHECK_EQUAL(value, 2);
	iomap_kill(process);
	fake_end(fake);
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
	struct iomap_process *process = connect_to(fake, SHORT_MILLIS);
	int result = 0;

	while (result == 0) {
		result = iomap_post(process, 4, 0x1000, 1);
	}
	CHECK_EQUAL(errno, ETIMEDOUT);
	CHECK_EQUAL(iomap_is_alive(process), 0);
	iomap_kill(process);
	fake_end(fake);
}

/* --- Threads. --- */

#define THREADS 8

static uint64_t loads = 2000;	/* of each thread */
static struct iomap_process *shared_by_threads;

static void *load_many(void *argument)
{
	uint64_t base = (uint64_t)(uintptr_t)argument << 32;

	for (uint64_t i = 0; i < loads; i++) {
		uint64_t value = 0;
		CHECK_EQUAL(iomap_load(shared_by_threads, 4, base + i, &value), 0);
		CHECK_EQUAL(value, base + i + 1);
		CHECK_EQUAL(iomap_post(shared_by_threads, 4, base + i, 1), 0);
	}
	return NULL;
}

static void every_thread_gets_its_own_answers(void)
{
	struct fake *fake = fake_start(answers_everything);
	pthread_t threads[THREADS];

	shared_by_threads = connect_to(fake, 0);
	for (uintptr_t i = 0; i < THREADS; i++) {
		CHECK(pthread_create(&threads[i], NULL, load_many, (void *)i) == 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
	}
	CHECK_EQUAL(iomap_exit(shared_by_threads, 0), 0);
	fake_end(fake);
}

/* A read that is answered when a load has come after it. */
static void answers_a_read_after_a_load(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t read = fake_expect(connection, IOMAP_REQUEST_READ);
	uint32_t load = fake_expect(connection, IOMAP_REQUEST_LOAD);
	fake_reply(connection, IOMAP_REQUEST_LOAD, load, FIELDS(number(5), number(1)));
	fake_expect(connection, IOMAP_REQUEST_STORE);
	fake_reply(connection, IOMAP_REQUEST_READ, read, FIELDS(number(0), number(4), bytes("text", 4)));
	fake_request(connection, frame, sizeof(frame));
}

static void *read_text(void *argument)
{
	char text[8] = "";

	CHECK_EQUAL(iomap_read(argument, 3, text, sizeof(text)), 4);
	CHECK(strcmp(text, "text") == 0);
	return NULL;
}

static void a_read_that_sleeps_holds_up_no_load(void)
{
	struct fake *fake = fake_start(answers_a_read_after_a_load);
	struct iomap_process *process = connect_to(fake, 0);
	struct pollfd sent = { .fd = iomap_socket(process), .events = POLLIN };
	pthread_t reader;
	uint64_t value;

	CHECK(pthread_create(&reader, NULL, read_text, process) == 0);
	poll(&sent, 1, 20);	/* nothing comes: time for the read to be first, and to sleep */
	CHECK_EQUAL(iomap_load(process, 4, 0x1000, &value), 0);
	CHECK_EQUAL(iomap_post(process, 4, 0x1000, 1), 0);
	pthread_join(reader, NULL);
	iomap_kill(process);
	fake_end(fake);
}

/* Answers everything, but a read only when some loads have come after it. */
static void answers_reads_late(int connection)
{
	enum { READS = 4, LATER = 64 };
	uint8_t frame[65536];
	uint32_t reads[READS];
	unsigned waiting = 0, since = 0;

	fake_welcome(connection);
	while (fake_request(connection, frame, sizeof(frame)) > 0) {
		if (get16(frame + OPCODE_AT) == IOMAP_REQUEST_READ) {
			CHECK(waiting < READS);
			reads[waiting++] = get32(frame + ID_AT);
			continue;
		}
		answer(connection, frame);
		if (++since % LATER == 0 && waiting > 0) {
			fake_reply(connection, IOMAP_REQUEST_READ, reads[--waiting],
				   FIELDS(number(0), number(4), bytes("text", 4)));
		}
	}
}

static atomic_bool reading;

static void *load_while_others_read(void *argument)
{
	for (uint64_t i = (uint64_t)(uintptr_t)argument; reading; i++) {
		uint64_t value = 0;
		CHECK_EQUAL(iomap_load(shared_by_threads, 4, i, &value), 0);
		CHECK_EQUAL(value, i + 1);
	}
	return NULL;
}

static void *read_many(void *argument)
{
	for (uint64_t i = 0; i < loads / 25; i++) {
		read_text(argument);
	}
	return NULL;
}

static void threads_that_sleep_and_threads_that_load_wake_each_other(void)
{
	struct fake *fake = fake_start(answers_reads_late);
	pthread_t threads[THREADS];

	shared_by_threads = connect_to(fake, 0);
	reading = true;
	for (uintptr_t i = 0; i < THREADS; i++) {
		void *(*run)(void *) = i < 3 ? read_many : load_while_others_read;
		void *argument = i < 3 ? (void *)shared_by_threads : (void *)i;
		CHECK(pthread_create(&threads[i], NULL, run, argument) == 0);
	}
	for (size_t i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
	}
	reading = false;
	for (size_t i = 3; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
	}
	iomap_kill(shared_by_threads);
	fake_end(fake);
}

/* --- Signals. --- */

static volatile sig_atomic_t handled;
static sigjmp_buf out;
static pid_t program;

static void count_signal(int signal)
{
	(void)signal;
	handled++;
}

static void leave_handler(int signal)
{
	(void)signal;
	siglongjmp(out, 1);
}

static void on_signal(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_flags = flags };

	action.sa_handler = handler;
	sigaction(signal, &action, NULL);
}

/* Sends the program a signal while a read sleeps; the read is cancelled, and the next one is answered. */
static void cancels_a_read(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t read = fake_expect(connection, IOMAP_REQUEST_READ);
	kill(program, SIGUSR1);
	CHECK_EQUAL(fake_request(connection, frame, sizeof(frame)), HEADER_BYTES);
	CHECK_EQUAL(get16(frame + OPCODE_AT), IOMAP_REQUEST_CANCEL);
	CHECK_EQUAL(get32(frame + AUX_AT), read);
	fake_failure(connection, IOMAP_TYPE_REPLY, IOMAP_REQUEST_READ, read,
		     IOMAP_FAMILY_REFUSED << 24 | IOMAP_REFUSED_CANCELLED, "cancelled");
	read = fake_expect(connection, IOMAP_REQUEST_READ);
	fake_reply(connection, IOMAP_REQUEST_READ, read, FIELDS(number(0), number(4), bytes("text", 4)));
	fake_request(connection, frame, sizeof(frame));
}

/* The signals of these tests go to the thread that reads. */
static struct fake *start_with_signals_blocked(fake_script *script)
{
	sigset_t one;

	program = getpid();
	handled = 0;
	sigemptyset(&one);
	sigaddset(&one, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &one, NULL);
	struct fake *fake = fake_start(script);
	pthread_sigmask(SIG_UNBLOCK, &one, NULL);
	return fake;
}

static void a_signal_ends_a_read_that_sleeps_with_EINTR(void)
{
	struct fake *fake = start_with_signals_blocked(cancels_a_read);
	struct iomap_process *process = connect_to(fake, 0);
	char text[8] = "";

	on_signal(SIGUSR1, count_signal, 0);
	CHECK_EQUAL(iomap_read(process, 3, text, sizeof(text)), -1);
	CHECK_EQUAL(errno, EINTR);
	CHECK_EQUAL(handled, 1);
	CHECK_EQUAL(iomap_read(process, 3, text, sizeof(text)), 4);
	iomap_kill(process);
	fake_end(fake);
}

static void SA_RESTART_makes_the_read_again(void)
{
	struct fake *fake = start_with_signals_blocked(cancels_a_read);
	struct iomap_process *process = connect_to(fake, 0);
	char text[8] = "";

	on_signal(SIGUSR1, count_signal, SA_RESTART);
	CHECK_EQUAL(iomap_read(process, 3, text, sizeof(text)), 4);
	CHECK_EQUAL(handled, 1);
	iomap_kill(process);
	fake_end(fake);
}

static void a_handler_may_leave_a_read_by_siglongjmp(void)
{
	struct fake *fake = start_with_signals_blocked(cancels_a_read);
	struct iomap_process *process = connect_to(fake, 0);
	char text[8] = "";

	on_signal(SIGUSR1, leave_handler, 0);
	if (sigsetjmp(out, 1) == 0) {
		iomap_read(process, 3, text, sizeof(text));
		CHECK(!"the handler left the read");
	}
	CHECK_EQUAL(iomap_read(process, 3, text, sizeof(text)), 4);
	iomap_kill(process);
	fake_end(fake);
}

static void signals_and_answers(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t read = fake_expect(connection, IOMAP_REQUEST_READ);
	kill(program, SIGUSR1);
	CHECK_EQUAL(recv(connection, frame, 1, MSG_DONTWAIT), -1);
	struct pollfd more = { .fd = connection, .events = POLLIN };
	CHECK_EQUAL(poll(&more, 1, 20), 0);	/* no CANCEL comes */
	fake_reply(connection, IOMAP_REQUEST_READ, read, FIELDS(number(0), number(4), bytes("text", 4)));
	fake_request(connection, frame, sizeof(frame));
}

static void a_signal_that_is_ignored_ends_nothing(void)
{
	struct fake *fake = start_with_signals_blocked(signals_and_answers);
	struct iomap_process *process = connect_to(fake, 0);
	char text[8] = "";

	on_signal(SIGUSR1, SIG_IGN, 0);
	CHECK_EQUAL(iomap_read(process, 3, text, sizeof(text)), 4);
	iomap_kill(process);
	fake_end(fake);
}

static struct iomap_process *in_handler;
static int handler_error;

static void load_in_handler(int signal)
{
	uint64_t value;
	int error = errno;

	(void)signal;
	handler_error = iomap_load(in_handler, 4, 0x1000, &value) == 0 ? 0 : errno;
	errno = error;
}

static void signals_during_a_load(int connection)
{
	uint8_t frame[64];

	fake_welcome(connection);
	uint32_t load = fake_expect(connection, IOMAP_REQUEST_LOAD);
	kill(program, SIGUSR1);
	struct pollfd more = { .fd = connection, .events = POLLIN };
	CHECK_EQUAL(poll(&more, 1, 20), 0);
	fake_reply(connection, IOMAP_REQUEST_LOAD, load, FIELDS(number(5), number(1)));
	fake_request(connection, frame, sizeof(frame));
}

static void a_load_in_a_handler_that_interrupts_a_load_is_EDEADLK_and_hangs_nobody(void)
{
	struct fake *fake = start_with_signals_blocked(signals_during_a_load);
	uint64_t value;

	in_handler = connect_to(fake, 0);
	handler_error = 0;
	on_signal(SIGUSR1, load_in_handler, 0);
	CHECK_EQUAL(iomap_load(in_handler, 4, 0x1000, &value), 0);
	CHECK_EQUAL(value, 5);
	CHECK_EQUAL(handler_error, EDEADLK);
	iomap_kill(in_handler);
	fake_end(fake);
}

/* --- fork. --- */

static int run_child(struct iomap_process *process, const char *uri)
{
	uint64_t value;

	if (iomap_load(process, 4, 0x1000, &value) != -1 || errno != ESTALE || iomap_open(process, "/dev/gsc0", 0) != -1 ||
	    errno != ESTALE || iomap_socket(process) != -1) {
		return 1;
	}
	iomap_kill(process);
	process = iomap_connect(uri, NULL);
	if (!process || iomap_load(process, 4, 0x1000, &value) != 0 || value != 0x1001) {
		return 2;
	}
	iomap_kill(process);
	return 0;
}

static void RQ_7_a_child_connects_by_itself_and_its_parent_goes_on(void)
{
	static struct fake *fake, *another;	/* so that they are no leak in the child */
	fake = fake_start(answers_everything);
	another = fake_start(answers_everything);
	struct iomap_process *process = connect_to(fake, 0);
	uint64_t value;
	int status;
	pid_t child = fork();

	if (child == 0) {
		_exit(run_child(process, fake_uri(another)));
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_EQUAL(status, 0);
	CHECK_EQUAL(iomap_load(process, 4, 0x2000, &value), 0);
	CHECK_EQUAL(value, 0x2001);
	iomap_kill(process);
	fake_end(fake);
	fake_end(another);
}

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
	struct iomap_process *process = connect_to(fake, 0);
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
	iomap_ping(process);	/* takes in what has come, and is answered by nothing but the end */
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
	struct fake *fake = fake_start(answers_everything);
	struct iomap_process *process = connect_to(fake, 0);
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
	} control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
	struct iovec last = { (void *)(uintptr_t)(frame + 39), 1 };
	struct msghdr message = { .msg_iov = &last, .msg_iovlen = 1, .msg_control = control.room,
				  .msg_controllen = sizeof(control.room) };

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
	for (int i = 0; i < 2; i++) {	/* the first descriptor comes with an answer that nobody shares by */
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
	struct iomap_process *process = connect_to(fake, 0);

	CHECK(!iomap_share(process, 0xF4000001, 4096) && errno == EINVAL);
	CHECK_EQUAL(iomap_dup(process, 3), 3);
	char *memory = iomap_share(process, 0xF4000000, 4096);
	CHECK(memory && memcmp(memory, "shared", 7) == 0);
	memory[0] = 'S';
	CHECK(munmap(memory, 4096) == 0);
	iomap_kill(process);
	fake_end(fake);
	close(lowest);
	CHECK_EQUAL(dup(0), lowest);	/* no descriptor is left open */
	close(lowest);
}

/* Argument: the loads of each thread, where the default takes too long. */
int main(int argc, char **argv)
{
	if (argc > 1) {
		loads = strtoull(argv[1], NULL, 10);
	}
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
	RUN(a_service_that_takes_nothing_is_lost_at_the_deadline);
	RUN(every_thread_gets_its_own_answers);
	RUN(a_read_that_sleeps_holds_up_no_load);
	RUN(threads_that_sleep_and_threads_that_load_wake_each_other);
	RUN(a_signal_ends_a_read_that_sleeps_with_EINTR);
	RUN(SA_RESTART_makes_the_read_again);
	RUN(a_handler_may_leave_a_read_by_siglongjmp);
	RUN(a_signal_that_is_ignored_ends_nothing);
	RUN(a_load_in_a_handler_that_interrupts_a_load_is_EDEADLK_and_hangs_nobody);
	RUN(RQ_7_a_child_connects_by_itself_and_its_parent_goes_on);
	RUN(EV_2_events_wait_in_a_queue_that_is_bounded);
	RUN(no_event_comes_in_time);
	RUN(memory_is_shared_by_the_descriptor_that_comes_with_the_answer);
	return 0;
}
