/* Threads that wait, signals that interrupt them, and fork(2). */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fake.h"
#include "lib/wire.h"

/* --- Threads. --- */

#define THREADS 8

static uint64_t loads = 2000; /* of each thread */
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
	struct fake *fake = fake_start(fake_answers_everything);
	pthread_t threads[THREADS];

	shared_by_threads = fake_connect(fake, 0);
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
	struct iomap_process *process = fake_connect(fake, 0);
	struct pollfd sent = { .fd = iomap_socket(process), .events = POLLIN };
	pthread_t reader;
	uint64_t value;

	CHECK(pthread_create(&reader, NULL, read_text, process) == 0);
	poll(&sent, 1, 20); /* nothing comes: time for the read to be first, and to sleep */
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
		fake_answer(connection, frame);
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

	shared_by_threads = fake_connect(fake, 0);
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
	struct iomap_process *process = fake_connect(fake, 0);
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
	struct iomap_process *process = fake_connect(fake, 0);
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
	struct iomap_process *process = fake_connect(fake, 0);
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
	CHECK_EQUAL(poll(&more, 1, 20), 0); /* no CANCEL comes */
	fake_reply(connection, IOMAP_REQUEST_READ, read, FIELDS(number(0), number(4), bytes("text", 4)));
	fake_request(connection, frame, sizeof(frame));
}

static void a_signal_that_is_ignored_ends_nothing(void)
{
	struct fake *fake = start_with_signals_blocked(signals_and_answers);
	struct iomap_process *process = fake_connect(fake, 0);
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

	in_handler = fake_connect(fake, 0);
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

	if (iomap_load(process, 4, 0x1000, &value) != -1 || errno != ESTALE ||
	    iomap_open(process, "/dev/gsc0", 0) != -1 || errno != ESTALE || iomap_socket(process) != -1) {
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
	static struct fake *fake, *another; /* so that they are no leak in the child */
	fake = fake_start(fake_answers_everything);
	another = fake_start(fake_answers_everything);
	struct iomap_process *process = fake_connect(fake, 0);
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

/* Argument: the loads of each thread, where the default takes too long. */
int main(int argc, char **argv)
{
	if (argc > 1) {
		loads = strtoull(argv[1], NULL, 10);
	}
	RUN(every_thread_gets_its_own_answers);
	RUN(a_read_that_sleeps_holds_up_no_load);
	RUN(threads_that_sleep_and_threads_that_load_wake_each_other);
	RUN(a_signal_ends_a_read_that_sleeps_with_EINTR);
	RUN(SA_RESTART_makes_the_read_again);
	RUN(a_handler_may_leave_a_read_by_siglongjmp);
	RUN(a_signal_that_is_ignored_ends_nothing);
	RUN(a_load_in_a_handler_that_interrupts_a_load_is_EDEADLK_and_hangs_nobody);
	RUN(RQ_7_a_child_connects_by_itself_and_its_parent_goes_on);
	return 0;
}
