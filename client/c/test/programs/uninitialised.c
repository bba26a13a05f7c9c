/*
 * A program with a mistake that nobody noticed for years: it asks for a mapping and never says where. What is in the
 * variable is what was there before; where the system accepts it, it is where the window goes.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <unistd.h>

/* Memory that is used for one thing after the other, as a stack is. */
static union {
	char text[16];
	unsigned long address;
} scratch;

static void map(const char *device)
{
	int fd = open(device, O_RDWR);

	if (fd < 0) {
		perror(device);
		return;
	}
	printf("%s at 0x%lx: ", device, scratch.address);
	if (ioctl(fd, IOMAPMAP, &scratch.address) < 0) {
		printf("%m\n");
	} else {
		printf("mapped at 0x%lx, first word 0x%08x\n", scratch.address,
		       *(volatile unsigned int *)(scratch.address + 0x10));
		if (ioctl(fd, IOMAPUNMAP, 0) < 0)
			perror("IOMAPUNMAP");
	}
	close(fd);
}

int main(void)
{
	/* Whatever the order of bytes and the size of an address, this is odd. */
	memset(scratch.text, 0x11, sizeof(scratch.text));
	scratch.address = scratch.address & 0xffffffff;
	map("/dev/hptv0_tc");
	scratch.address = 0x40000010;
	map("/dev/hptv0_tc");
	scratch.address = 0xfffff000;
	map("/dev/hptv0_tc");
	scratch.address = 0x70000000;
	map("/dev/hptv0_tc");
	scratch.address = 0;
	map("/dev/hptv0_tc");
	return 0;
}
