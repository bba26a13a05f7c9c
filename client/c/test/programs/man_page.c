/*
 * The example of iomap(7): map a graphics card where the system likes it, and say where that is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const char *device = argc > 1 ? argv[1] : "/dev/gsc0";
	void *addr = NULL;
	int fd = open(device, O_RDWR);

	if (fd < 0) {
		fprintf(stderr, "%s: %s\n", device, strerror(errno));
		return 1;
	}
	if (ioctl(fd, IOMAPMAP, &addr) < 0) {
		fprintf(stderr, "IOMAPMAP: %s\n", strerror(errno));
		return 1;
	}
	printf("actual address = 0x%lx\n", (unsigned long)addr);
	if (ioctl(fd, IOMAPUNMAP, &addr) < 0) {
		fprintf(stderr, "IOMAPUNMAP: %s\n", strerror(errno));
		return 1;
	}
	close(fd);
	return 0;
}
