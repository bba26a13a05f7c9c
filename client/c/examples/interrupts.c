/*
 * Interrupts of a serial port: the line of uart0 at LASI rises when a character comes. Something is typed into its
 * terminal here, so that there is one to wait for. It needs the right MONITOR.
 */
#include <iomap/iomap.h>
#include <stdio.h>

#define UART_AT 0x800
#define RECEIVE 0 /* register: the oldest character that came */
#define INTERRUPT_ENABLE 1
#define DATA_AVAILABLE 0x01

static int fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, iomap_failure()->text);
	return 1;
}

int main(int argc, char **argv)
{
	struct iomap_process *process = iomap_connect(argc > 1 ? argv[1] : NULL, NULL);
	uint32_t window = 0, subscription;
	uint64_t character;
	unsigned level;

	if (!process) {
		return fail("connect");
	}
	int fd = iomap_open(process, "/dev/uart0", IOMAP_O_RDWR);
	if (fd < 0 || iomap_map(process, fd, &window) != 0) {
		return fail("/dev/uart0");
	}
	if (iomap_subscribe(process, IOMAP_KIND_INTERRUPT, "lasi.5", &subscription) != 0) {
		return fail("lasi.5");
	}
	if (iomap_store(process, 1, window + UART_AT + INTERRUPT_ENABLE, DATA_AVAILABLE) != 0 ||
	    iomap_terminal_input(process, "uart0", "!", 1) != 1) {
		return fail("uart0");
	}
	int64_t count = iomap_wait(process, subscription, 5000, &level);
	if (count < 0 || iomap_load(process, 1, window + UART_AT + RECEIVE, &character) != 0) {
		return fail("wait");
	}
	printf("%lld interrupt, the line is %s, the character is %c\n", (long long)count, level ? "high" : "low",
	       (int)character);
	return iomap_exit(process, 0) == 0 ? 0 : 1;
}
