/*
 * Loads where no board answers, and has no handler for it: a bus error ends it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/iomap.h>

int main(void)
{
	char *base = NULL;
	int fd = open("/dev/gsc0", O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, &base) < 0) {
		perror("/dev/gsc0");
		return 1;
	}
	printf("before\n");
	fflush(stdout);
	printf("a board: 0x%08x\n", *(volatile unsigned *)(base + 0x1800000));
	return 0;
}
