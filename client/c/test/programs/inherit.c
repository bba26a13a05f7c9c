/*
 * Opens a device and leaves it to another program, which is itself with an argument; then asks a shell about devices.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/iomap.h>
#include <sys/wait.h>
#include <unistd.h>

static int use(int fd)
{
	volatile unsigned *frame = NULL;

	if (ioctl(fd, IOMAPMAP, &frame) < 0) {
		perror("IOMAPMAP");
		return 1;
	}
	printf("descriptor %d: 0x%08x at 0x%lx\n", fd, frame[4], (unsigned long)frame);
	return 0;
}

static void ask(const char *command)
{
	char line[128];
	FILE *shell = popen(command, "r");

	while (shell && fgets(line, sizeof(line), shell))
		printf("%s: %s", command, line);
	printf("%s: status %d\n", command, shell ? WEXITSTATUS(pclose(shell)) : -1);
}

int main(int argc, char **argv)
{
	int fd, status = -1;

	if (argc > 1)
		return use(atoi(argv[1]));
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = open("/dev/hptv0_tc", O_RDWR);
	if (fd < 0 || dup2(fd, 9) != 9 || close(fd)) {
		perror("/dev/hptv0_tc");
		return 1;
	}
	if (fork() == 0) {
		execl(argv[0], argv[0], "9", (char *)NULL);
		perror(argv[0]);
		_exit(127);
	}
	wait(&status);
	printf("it ended with %d\n", WEXITSTATUS(status));
	ask("ls /dev/hptv0_tc");
	ask("test -c /dev/teach0");
	ask("test -e /dev/teach7");
	return use(9);
}
