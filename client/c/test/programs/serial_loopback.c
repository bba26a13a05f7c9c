/*
 * Tests the serial port of LASI with its own loopback: a 16550A, byte registers at +0x800 of the page.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <unistd.h>

struct uart {
	unsigned char data, ier, fcr, lcr, mcr, lsr, msr, scratch;
};

#define DLAB		0x80
#define LOOPBACK	0x10
#define DATA_READY	0x01
#define THR_EMPTY	0x20

static volatile struct uart *uart;

static unsigned divisor(void)
{
	unsigned value;

	uart->lcr |= DLAB;
	value = uart->data | uart->ier << 8;
	uart->lcr &= ~DLAB;
	return value;
}

static int echo(const char *text, char *heard)
{
	int wrong = 0;

	for (; *text; text++, heard++) {
		while (!(uart->lsr & THR_EMPTY))
			;
		uart->data = *text;
		while (!(uart->lsr & DATA_READY))
			;
		*heard = uart->data;
		wrong += *heard != *text;
	}
	*heard = 0;
	return wrong;
}

int main(void)
{
	const char *text = "loop back, 8 bits \x7e\x01";
	char heard[64], *page = NULL;
	int fd = open("/dev/uart0", O_RDWR), i, wrong = 0;

	if (fd < 0 || ioctl(fd, IOMAPMAP, &page) < 0) {
		perror("/dev/uart0");
		return 1;
	}
	uart = (volatile struct uart *)(page + 0x800);
	for (i = 0; i < 256; i += 3) {
		uart->scratch = i;
		wrong += uart->scratch != i;
	}
	uart->scratch = 41;
	uart->scratch++;
	printf("scratch: %d wrong, then %d\n", wrong, uart->scratch);
	uart->lcr = 0x03 | DLAB;
	uart->data = 0x2f;
	uart->ier = 0x01;
	uart->lcr = 0x03;
	printf("divisor 0x%04x lcr 0x%02x\n", divisor(), uart->lcr);
	uart->mcr = LOOPBACK | 0x0f;
	printf("msr 0x%02x\n", uart->msr);
	wrong = echo(text, heard);
	printf("%d wrong of %zu, lsr 0x%02x\n", wrong, strlen(heard), uart->lsr);
	uart->mcr = 0;
	ioctl(fd, IOMAPUNMAP, &page);
	close(fd);
	return wrong != 0;
}
