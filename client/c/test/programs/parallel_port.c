/*
 * Prints a line on the parallel port of LASI, whose registers begin at +0x800 of its page.
 *
 *	parallel_port [device]
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <unistd.h>

struct port {
	unsigned char data;
	unsigned char status;
	unsigned char control;
};

#define STROBE		0x01
#define INIT		0x04
#define SELECT		0x08
#define NOT_BUSY	0x80
#define OFFSET		0x800

static int send_character(volatile struct port *port, int character)
{
	int tries;

	for (tries = 0; !(port->status & NOT_BUSY); tries++)
		if (tries == 1000)
			return -1;
	port->data = character;
	port->control |= STROBE;
	port->control &= ~STROBE;
	return 0;
}

int main(int argc, char **argv)
{
	const char *device = argc > 1 ? argv[1] : "/dev/par0";
	const char *text = "PRINTED THROUGH A WINDOW\n";
	volatile struct port *port;
	char *page = 0;
	int fd = open(device, O_RDWR), printed = 0;

	if (fd < 0 || ioctl(fd, IOMAPMAP, &page) < 0) {
		perror(device);
		return 1;
	}
	port = (volatile struct port *)(page + OFFSET);
	port->control = 0;			/* reset the printer */
	port->control = INIT | SELECT;
	printf("status 0x%02x control 0x%02x\n", port->status, port->control);
	for (; *text; text++)
		printed += send_character(port, *text) == 0;
	printf("%d characters, status 0x%02x control 0x%02x data 0x%02x\n", printed, port->status, port->control,
	       port->data);
	ioctl(fd, IOMAPUNMAP, 0);
	return close(fd) ? 1 : 0;
}
