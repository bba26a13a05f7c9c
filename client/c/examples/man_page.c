/*
 * The example of the manual page iomap(7) as a program: it opens a graphics card and maps it. Its argument is where the
 * service listens; without one it is the socket that iomapd opens by itself.
 */
#include <iomap/iomap.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>

int main(int argc, char **argv)
{
	struct iomap_process *process = iomap_connect(argc > 1 ? argv[1] : NULL, NULL);
	uint32_t address = 0; /* a null argument: the system chooses */

	if (!process) {
		fprintf(stderr, "cannot connect: %s: %s\n", strerror(errno), iomap_failure()->text);
		return 2;
	}
	int fd = iomap_open(process, "/dev/gsc0", IOMAP_O_RDWR);
	if (fd < 0 || iomap_map(process, fd, &address) != 0) {
		fprintf(stderr, "/dev/gsc0: %s: %s\n", strerror(errno), iomap_failure()->text);
		return 1;
	}
	printf("actual address = 0x%08x\n", address);
	iomap_unmap(process, fd);
	iomap_close(process, fd);
	return iomap_exit(process, 0) == 0 ? 0 : 1;
}
