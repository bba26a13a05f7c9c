/*
 * Prints the registers of Dino, and asks each whether it is there: a handler of signal(2) that is set again each time,
 * as System V wants it, and leaves by a jump.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define DINO	0xfff80000
#define PAGE	0x1000

static jmp_buf again;

static void handler(int number)
{
	sigset_t set;

	signal(number, handler);
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	longjmp(again, 1);
}

static int load(volatile unsigned *from, unsigned *value)
{
	if (setjmp(again))
		return 0;
	*value = *from;
	return 1;
}

int main(void)
{
	static const unsigned offsets[] = { 0x00, 0x10, 0x20, 0x24, 0x40, 0x44, 0x60, 0x800, 0x804, 0x80c, 0x81c,
					    0xf00 };
	int fd = open("/dev/mem", O_RDONLY);
	volatile char *dino;

	dino = fd < 0 ? MAP_FAILED : mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, DINO);
	if (dino == MAP_FAILED) {
		perror("/dev/mem");
		return 1;
	}
	signal(SIGBUS, handler);
	signal(SIGSEGV, handler);
	for (unsigned i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		unsigned value;

		if (load((volatile unsigned *)(dino + offsets[i]), &value))
			printf("0x%03x 0x%08x\n", offsets[i], value);
		else
			printf("0x%03x nobody\n", offsets[i]);
	}
	if (setjmp(again) == 0) {
		*(volatile unsigned *)(dino + 0x20) = 0;
		printf("a store through a mapping to read\n");
	} else {
		printf("a store is refused\n");
	}
	return 0;
}
