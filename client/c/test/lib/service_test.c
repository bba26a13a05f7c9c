/* The library with a real service: $IOMAP_CONNECT. Its user has all rights. */
#include <endian.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "iomap/iomap.h"

#define WINDOW 0xF4000000u  /* where rule 16 puts /dev/gsc0 */
#define SCRATCH 0xFFD05807u /* of the UART of LASI */

static struct iomap_process *process;
static int gsc0;

static void connect_process(void)
{
	process = iomap_connect(NULL, NULL);
	if (!process) {
		fprintf(stderr, "%s: %s\n", strerror(errno), iomap_failure()->text);
		exit(1);
	}
}

/* Opens and maps /dev/gsc0, so that every test may load and store there. */
static void rule_28_the_example_of_the_page(void)
{
	uint32_t address = 0;

	gsc0 = iomap_open(process, "/dev/gsc0", IOMAP_O_RDWR);
	CHECK_EQUAL(gsc0, 3);
	CHECK_EQUAL(iomap_map(process, gsc0, &address), 0);
	CHECK_EQUAL(address, WINDOW);
}

static void a_load_brings_what_was_stored(void)
{
	static const unsigned widths[] = { 1, 2, 4, 8 };
	uint64_t value;

	for (int i = 0; i < 4; i++) {
		uint64_t pattern = 0x8122334455667788 >> 8 * (8 - widths[i]);
		CHECK_EQUAL(iomap_store(process, widths[i], WINDOW + 16, 0x8122334455667788 >> 8 * (8 - widths[i])), 0);
		CHECK_EQUAL(iomap_load(process, widths[i], WINDOW + 16, &value), 0);
		CHECK_EQUAL(value, pattern);
	}
	CHECK_EQUAL(iomap_load(process, 1, WINDOW + 16, &value), 0);
	CHECK_EQUAL(value, 0x81); /* big-endian */
}

static void check_signal(int result, int signal, int si_code, uint64_t address, unsigned rule)
{
	const struct iomap_failure *failure = iomap_failure();

	CHECK_EQUAL(result, -1);
	CHECK_EQUAL(errno, EFAULT);
	CHECK_EQUAL(failure->family, IOMAP_FAMILY_BUS);
	CHECK_EQUAL(failure->signal, signal);
	CHECK_EQUAL(failure->si_code, si_code);
	CHECK_EQUAL(failure->address, address);
	CHECK_EQUAL(failure->rule, rule);
	CHECK_EQUAL(failure->execution, IOMAP_EXECUTION_NOT_EXECUTED);
}

static void rules_21_to_23_a_failed_access_has_signal_code_and_address(void)
{
	uint64_t value;

	check_signal(iomap_load(process, 4, 0x1000, &value), SIGSEGV, SEGV_MAPERR, 0x1000, 21);
	check_signal(iomap_store(process, 4, WINDOW + 2, 1), SIGBUS, BUS_ADRALN, WINDOW + 2, 23);
	check_signal(iomap_load(process, 4, 0xF7000000, &value), SIGBUS, BUS_ADRERR, 0xF7000000, 22);
}

static void check_errno(long long result, int error)
{
	CHECK_EQUAL(result, -1);
	CHECK_EQUAL(errno, error);
	CHECK_EQUAL(iomap_failure()->error, error);
}

static void system_calls_fail_with_the_errors_of_the_manual(void)
{
	struct iomap_stat status;
	uint64_t argument = 0;
	char byte = 0;

	check_errno(iomap_open(process, "/dev/nothing", IOMAP_O_RDWR), ENOENT);
	check_errno(iomap_read(process, gsc0, &byte, 1), ENODEV); /* rule 15 */
	check_errno(iomap_write(process, gsc0, &byte, 1), ENODEV);
	check_errno(iomap_ioctl(process, gsc0, 0x12345678, &argument), EINVAL); /* rule 26 */
	check_errno(iomap_close(process, 99), EBADF);				/* rule 27 */
	check_errno(iomap_read(process, 99, &byte, 1), EBADF);
	check_errno(iomap_stat(process, "/nowhere", &status), ENOENT);
	check_errno(iomap_load(process, 3, WINDOW, &argument), EINVAL);
}

static void descriptors_are_the_lowest_free_numbers(void)
{
	int one = iomap_dup(process, gsc0);
	int two = iomap_open(process, "/dev/mem", IOMAP_O_RDONLY);

	CHECK_EQUAL(one, 4);
	CHECK_EQUAL(two, 5);
	CHECK_EQUAL(iomap_close(process, one), 0);
	CHECK_EQUAL(iomap_open(process, "/dev/mem", IOMAP_O_RDONLY), one);
	CHECK_EQUAL(iomap_close(process, one), 0);
	CHECK_EQUAL(iomap_close(process, two), 0);
}

static void special_files_are_made_and_removed(void)
{
	struct iomap_stat gsc, mine;

	CHECK_EQUAL(iomap_stat(process, "/dev/gsc0", &gsc), 0);
	CHECK(S_ISCHR(gsc.mode));
	CHECK_EQUAL(iomap_mknod(process, "/dev/mine", S_IFCHR | 0600, gsc.device), 0);
	CHECK_EQUAL(iomap_chmod(process, "/dev/mine", 0640), 0);
	CHECK_EQUAL(iomap_chown(process, "/dev/mine", 7, 8), 0);
	CHECK_EQUAL(iomap_stat(process, "/dev/mine", &mine), 0);
	CHECK_EQUAL(mine.mode, S_IFCHR | 0640);
	CHECK_EQUAL(mine.uid, 7);
	CHECK_EQUAL(mine.gid, 8);
	CHECK_EQUAL(mine.device, gsc.device);
	CHECK_EQUAL(iomap_unlink(process, "/dev/mine"), 0);
	check_errno(iomap_stat(process, "/dev/mine", &mine), ENOENT);
}

static int count_gsc0(void *argument, const char *name)
{
	*(int *)argument += strcmp(name, "gsc0") == 0;
	return 0;
}

static int stop(void *argument, const char *name)
{
	(void)argument;
	(void)name;
	return 42;
}

static void a_directory_is_visited_name_by_name(void)
{
	int count = 0;

	CHECK_EQUAL(iomap_readdir(process, "/dev", count_gsc0, &count), 0);
	CHECK_EQUAL(count, 1);
	CHECK_EQUAL(iomap_readdir(process, "/dev", stop, NULL), 42);
	check_errno(iomap_readdir(process, "/nowhere", stop, NULL), ENOENT);
}

static void a_plain_file_is_read_and_written(void)
{
	int fd = iomap_open(process, "/tmp/note", IOMAP_O_RDWR | IOMAP_O_CREAT | IOMAP_O_TRUNC);
	char text[16] = "";
	uint64_t address = 0, value;

	CHECK(fd >= 0);
	CHECK_EQUAL(iomap_write(process, fd, "big-endian", 10), 10);
	CHECK_EQUAL(iomap_lseek(process, fd, -6, SEEK_END), 4);
	CHECK_EQUAL(iomap_read(process, fd, text, sizeof(text)), 6);
	CHECK(strcmp(text, "endian") == 0);
	CHECK_EQUAL(iomap_poll(process, fd, IOMAP_POLLIN, 0), IOMAP_POLLIN);
	CHECK_EQUAL(iomap_ftruncate(process, fd, 4096), 0);
	CHECK_EQUAL(iomap_mmap(process, fd, &address, 4096, 0, IOMAP_PROT_READ, IOMAP_MAP_SHARED), 0);
	CHECK_EQUAL(iomap_load(process, 2, address, &value), 0);
	CHECK_EQUAL(value, 'b' << 8 | 'i');
	check_signal(iomap_store(process, 1, address, 0), SIGSEGV, SEGV_ACCERR, address, 0);
	CHECK_EQUAL(iomap_munmap(process, address, 4096), 0);
	CHECK_EQUAL(iomap_close(process, fd), 0);
	CHECK_EQUAL(iomap_unlink(process, "/tmp/note"), 0);
}

static void blocks_are_bytes_in_address_order(void)
{
	enum { COUNT = 100000 }; /* more than one message, and more than one limit */
	static uint32_t out[COUNT], in[COUNT];
	uint64_t value, equal;

	for (uint32_t i = 0; i < COUNT; i++) {
		out[i] = i * 2654435761u;
	}
	CHECK_EQUAL(iomap_store_block(process, 4, WINDOW, 0, out, COUNT), 0);
	CHECK_EQUAL(iomap_load_block(process, 4, WINDOW, 0, in, COUNT), 0);
	CHECK(memcmp(in, out, sizeof(in)) == 0);
	CHECK_EQUAL(iomap_load(process, 4, WINDOW + 4 * 77777, &value), 0);
	CHECK_EQUAL(value, be32toh(out[77777]));
	CHECK_EQUAL(iomap_load_block(process, 4, WINDOW, 8, in, COUNT / 2), 0);
	CHECK_EQUAL(in[33333], out[66666]);
	CHECK_EQUAL(iomap_fill(process, 4, WINDOW, COUNT, 0x11223344), 0);
	CHECK_EQUAL(iomap_store(process, 4, WINDOW + 4 * 88888, 5), 0);
	CHECK_EQUAL(iomap_compare(process, 4, WINDOW, COUNT, 0x11223344, &equal, &value), 0);
	CHECK_EQUAL(equal, 88888);
	CHECK_EQUAL(value, 5);
	CHECK_EQUAL(iomap_load_repeated(process, 4, WINDOW, in, 3), 0);
	CHECK_EQUAL(in[2], be32toh(0x11223344));
	CHECK_EQUAL(iomap_store_repeated(process, 4, WINDOW, out + 1, 2), 0);
	CHECK_EQUAL(iomap_peek_block(process, 4, WINDOW, in, 1), 0);
	CHECK_EQUAL(in[0], out[2]);
}

static void a_block_that_fails_says_how_far_it_came(void)
{
	static uint8_t data[65536];
	uint64_t end = WINDOW + (2 << 20); /* nothing answers behind the frame buffer */

	CHECK_EQUAL(iomap_load_block(process, 4, end - 8, 0, data, 4), -1);
	CHECK_EQUAL(iomap_failure()->completed, 2);
	CHECK_EQUAL(iomap_failure()->signal, SIGBUS);
	CHECK_EQUAL(iomap_failure()->address, end);
	CHECK_EQUAL(iomap_store_block(process, 1, end - 65000, 0, data, sizeof(data)), -1);
	CHECK_EQUAL(iomap_failure()->completed, 65000);
	CHECK_EQUAL(iomap_fill(process, 4, end - 4, 2, 0), -1);
	CHECK_EQUAL(iomap_failure()->completed, 1);
}

static void OR_3_the_fence_tells_of_a_posted_store_that_failed(void)
{
	uint64_t value;

	CHECK_EQUAL(iomap_post(process, 4, WINDOW, 77), 0);
	CHECK_EQUAL(iomap_fence(process), 0);
	CHECK_EQUAL(iomap_load(process, 4, WINDOW, &value), 0);
	CHECK_EQUAL(value, 77);
	CHECK_EQUAL(iomap_post(process, 4, 0x1000, 77), 0);
	check_signal(iomap_fence(process), SIGSEGV, SEGV_MAPERR, 0x1000, 21);
	CHECK_EQUAL(iomap_fence(process), 0);
}

static void fill_accesses(struct iomap_access *accesses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		accesses[i] = (struct iomap_access){ .direction = i % 2 ? IOMAP_LOAD : IOMAP_STORE,
						     .width = 4,
						     .address = WINDOW + i / 2 * 4,
						     .value = i % 2 ? 0 : i };
	}
}

static void BT_1_a_pipeline_carries_out_all_in_order(void)
{
	enum { COUNT = 2000 };
	static struct iomap_access accesses[COUNT];

	fill_accesses(accesses, COUNT);
	accesses[1000].address = 0x1000;
	CHECK_EQUAL(iomap_pipeline(process, accesses, COUNT), 1);
	for (size_t i = 0; i < COUNT; i++) {
		CHECK_EQUAL(accesses[i].error, i == 1000 ? EFAULT : 0);
		CHECK(i % 2 == 0 || i == 1001 || accesses[i].value == i - 1);
	}
	CHECK_EQUAL(accesses[1000].signal, SIGSEGV);
	CHECK_EQUAL(accesses[1000].si_code, SEGV_MAPERR);
}

static void BT_2_a_batch_stops_at_a_failure_or_goes_on(void)
{
	struct iomap_access accesses[6];

	fill_accesses(accesses, 6);
	CHECK_EQUAL(iomap_batch(process, accesses, 6, 0), 0);
	CHECK_EQUAL(accesses[5].value, 4);
	accesses[2].address = WINDOW + 1;
	CHECK_EQUAL(iomap_batch(process, accesses, 6, 0), 4);
	CHECK_EQUAL(accesses[2].signal, SIGBUS);
	CHECK_EQUAL(accesses[2].si_code, BUS_ADRALN);
	CHECK_EQUAL(accesses[3].error, ECANCELED);
	CHECK_EQUAL(iomap_batch(process, accesses, 6, 1), 1);
	CHECK_EQUAL(accesses[3].error, 0);
}

static void a_frame_buffer_is_memory_of_the_program(void)
{
	uint32_t *pixels = iomap_share(process, WINDOW, 2 << 20);
	uint64_t value;

	CHECK(pixels);
	CHECK_EQUAL(iomap_store(process, 4, WINDOW + 4, 0x00112233), 0);
	CHECK_EQUAL(pixels[1], be32toh(0x00112233));
	pixels[1000] = be32toh(0x00445566);
	CHECK_EQUAL(iomap_load(process, 4, WINDOW + 4000, &value), 0);
	CHECK_EQUAL(value, 0x00445566);
	CHECK_EQUAL(munmap(pixels, 2 << 20), 0);
	CHECK(!iomap_share(process, 0x10000, 4096));
	CHECK_EQUAL(errno, ENODEV);
}

static void EV_3_an_interrupt_waits_until_it_is_acknowledged(void)
{
	static struct iomap_event event;
	uint32_t subscription;
	unsigned level = 9;

	CHECK_EQUAL(iomap_subscribe(process, IOMAP_KIND_INTERRUPT, "lasi.5", &subscription), 0);
	CHECK_EQUAL(iomap_wait(process, subscription, 0, &level), 0);
	CHECK_EQUAL(iomap_drive_line(process, "lasi.5", 1), 0);
	CHECK_EQUAL(iomap_next_event(process, &event, 1000), 1);
	CHECK_EQUAL(event.kind, IOMAP_EVENT_INTERRUPT);
	CHECK_EQUAL(event.subscription, subscription);
	CHECK_EQUAL(event.level, 1);
	CHECK_EQUAL(iomap_drive_line(process, "lasi.5", 0), 0);
	CHECK_EQUAL(iomap_acknowledge(process, subscription), 0);
	CHECK_EQUAL(iomap_unsubscribe(process, subscription), 0);
	check_errno(iomap_subscribe(process, IOMAP_KIND_INTERRUPT, "lasi.99", &subscription), ENOENT);
}

static void a_subscription_to_the_trace_sees_a_load(void)
{
	static struct iomap_event event;
	uint32_t subscription;
	uint64_t value;

	CHECK_EQUAL(iomap_subscribe(process, IOMAP_KIND_TRACE, NULL, &subscription), 0);
	CHECK_EQUAL(iomap_physical_load(process, 1, SCRATCH, &value), 0);
	do {
		CHECK_EQUAL(iomap_next_event(process, &event, 1000), 1);
	} while (event.kind != IOMAP_EVENT_TRACE || event.trace_kind != IOMAP_TRACE_LOAD);
	CHECK_EQUAL(event.address, SCRATCH);
	CHECK(strcmp(event.place, "uart0.SCR") == 0);
	CHECK_EQUAL(iomap_unsubscribe(process, subscription), 0);
}

static void the_monitor_peeks_types_and_tells_the_time(void)
{
	uint64_t value, nanos;
	unsigned kind;

	CHECK_EQUAL(iomap_physical_store(process, 1, SCRATCH, 0x5A), 0);
	CHECK_EQUAL(iomap_peek(process, 1, SCRATCH, &value), 0);
	CHECK_EQUAL(value, 0x5A);
	CHECK_EQUAL(iomap_terminal_input(process, "uart0", "ab", 2), 2);
	CHECK_EQUAL(iomap_clock(process, &nanos, &kind), 0);
	CHECK(nanos > 0 && kind == 1);
}

static void a_reset_makes_another_process(void)
{
	struct iomap_identity before, after;
	uint64_t value;

	CHECK_EQUAL(iomap_getpid(process, &before), 0);
	CHECK_EQUAL(iomap_reset(process), 0);
	CHECK_EQUAL(iomap_getpid(process, &after), 0);
	CHECK(before.pid != after.pid);
	CHECK_EQUAL(before.rights, after.rights);
	check_signal(iomap_load(process, 4, WINDOW, &value), SIGSEGV, SEGV_MAPERR, WINDOW, 21);
	CHECK_EQUAL(iomap_open(process, "/dev/gsc0", IOMAP_O_RDWR), 3);
}

static void EN_2_the_end_is_confirmed(void)
{
	CHECK_EQUAL(iomap_ping(process), 0);
	CHECK_EQUAL(iomap_exit(process, 3), 0);
}

int main(void)
{
	connect_process();
	RUN(rule_28_the_example_of_the_page);
	RUN(a_load_brings_what_was_stored);
	RUN(rules_21_to_23_a_failed_access_has_signal_code_and_address);
	RUN(system_calls_fail_with_the_errors_of_the_manual);
	RUN(descriptors_are_the_lowest_free_numbers);
	RUN(special_files_are_made_and_removed);
	RUN(a_directory_is_visited_name_by_name);
	RUN(a_plain_file_is_read_and_written);
	RUN(blocks_are_bytes_in_address_order);
	RUN(a_block_that_fails_says_how_far_it_came);
	RUN(OR_3_the_fence_tells_of_a_posted_store_that_failed);
	RUN(BT_1_a_pipeline_carries_out_all_in_order);
	RUN(BT_2_a_batch_stops_at_a_failure_or_goes_on);
	RUN(a_frame_buffer_is_memory_of_the_program);
	RUN(EV_3_an_interrupt_waits_until_it_is_acknowledged);
	RUN(a_subscription_to_the_trace_sees_a_load);
	RUN(the_monitor_peeks_types_and_tells_the_time);
	RUN(a_reset_makes_another_process);
	RUN(EN_2_the_end_is_confirmed);
	return 0;
}
