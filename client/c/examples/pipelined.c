/*
 * The registers of a serial port, by loads that are all under way at the same time. One of them is at an address where
 * nothing is mapped: it fails alone, with the signal that a program on HP-UX would get.
 */
#include <iomap/iomap.h>
#include <stdio.h>
#include <string.h>

#define REGISTERS 8
#define UART_AT 0x800 /* in the window of /dev/uart0 */

int main(int argc, char **argv)
{
	struct iomap_access accesses[REGISTERS + 1];
	struct iomap_process *process = iomap_connect(argc > 1 ? argv[1] : NULL, NULL);
	uint32_t window = 0;

	if (!process) {
		fprintf(stderr, "cannot connect: %s\n", iomap_failure()->text);
		return 2;
	}
	int fd = iomap_open(process, "/dev/uart0", IOMAP_O_RDWR);
	if (fd < 0 || iomap_map(process, fd, &window) != 0) {
		fprintf(stderr, "/dev/uart0: %s\n", iomap_failure()->text);
		return 1;
	}
	for (unsigned i = 0; i <= REGISTERS; i++) {
		accesses[i] =
			(struct iomap_access){ .direction = IOMAP_LOAD, .width = 1, .address = window + UART_AT + i };
	}
	accesses[REGISTERS].address = 0x1000;
	int failed = iomap_pipeline(process, accesses, REGISTERS + 1);
	for (unsigned i = 0; i <= REGISTERS; i++) {
		if (accesses[i].error != 0) {
			printf("0x%08llx: %s\n", (unsigned long long)accesses[i].address,
			       strsignal(accesses[i].signal));
		} else {
			printf("register %u: 0x%02llx\n", i, (unsigned long long)accesses[i].value);
		}
	}
	printf("%d failed\n", failed);
	return iomap_exit(process, 0) == 0 ? 0 : 1;
}
