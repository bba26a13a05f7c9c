/*
 * Loads from, or stores to, a physical address through /dev/mem, as root.
 *
 *	physical ADDRESS [b|h|w [VALUE]]
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unsigned long address, page = sysconf(_SC_PAGESIZE);
	char width = argc > 2 ? argv[2][0] : 'w', *base;
	int fd = open("/dev/mem", O_RDWR | O_SYNC);
	volatile void *place;

	if (argc < 2 || fd < 0) {
		perror("/dev/mem");
		return 1;
	}
	address = strtoul(argv[1], NULL, 0);
	base = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, address & ~(page - 1));
	if (base == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	place = base + (address & (page - 1));
	if (argc > 3) {
		unsigned long value = strtoul(argv[3], NULL, 0);

		if (width == 'b')
			*(volatile uint8_t *)place = value;
		else if (width == 'h')
			*(volatile uint16_t *)place = value;
		else
			*(volatile uint32_t *)place = value;
	}
	if (width == 'b')
		printf("0x%08lx: 0x%02x\n", address, *(volatile uint8_t *)place);
	else if (width == 'h')
		printf("0x%08lx: 0x%04x\n", address, *(volatile uint16_t *)place);
	else
		printf("0x%08lx: 0x%08x\n", address, *(volatile uint32_t *)place);
	return 0;
}
