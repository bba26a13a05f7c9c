/*
 * What the manual page promises, tried: which mapping is refused and how, what close leaves, who may read and write.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf caught;
static volatile sig_atomic_t how;

static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	how = number == SIGBUS ? 100 + info->si_code : info->si_code;
	siglongjmp(caught, 1);
}

static void say(const char *what, int result)
{
	printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

static int map(const char *device, unsigned long *address)
{
	int fd = open(device, O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, address) < 0)
		return -1;
	return fd;
}

static void touch(const char *what, unsigned long address)
{
	if (sigsetjmp(caught, 1) == 0)
		printf("%s: 0x%08x\n", what, *(volatile unsigned *)address);
	else
		printf("%s: signal, code %d\n", what, (int)how);
}

static void child(unsigned long address)
{
	unsigned long again = 0;
	int fd = map("/dev/hptv0_tc", &again);

	printf("child: %s, %s\n", fd >= 0 ? "mapped" : "not mapped", again == address ? "the same" : "elsewhere");
	*(volatile unsigned *)(again + 0x100000) = 0x00c0ffee;
	fflush(stdout);
	_exit(7);
}

int main(void)
{
	unsigned long address = 0, other = 0x50000000, none = 0;
	struct sigaction action;
	struct stat status;
	char bytes[4];
	int fd, second, ended, state = 0;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_signal;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGSEGV, &action, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);

	fd = map("/dev/hptv0_tc", &address);
	printf("mapped at 0x%lx\n", address);
	printf("a character device: %d\n", fstat(fd, &status) == 0 && S_ISCHR(status.st_mode));
	say("read", read(fd, bytes, sizeof(bytes)));
	say("write", write(fd, bytes, sizeof(bytes)));
	say("mmap", mmap(NULL, 0x1000, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	say("another request", ioctl(fd, 0xC0044D03, &none));
	say("elsewhere", ioctl(fd, IOMAPMAP, &other));
	say("again", ioctl(fd, IOMAPMAP, &none));
	none = 0;
	say("more than that", map("/dev/gsc0", &none));
	say("no such file", open("/dev/hptv7_tc", O_RDWR));
	second = dup(fd);
	say("close", close(fd));
	touch("mapped still", address + 0x10);
	if (fork() == 0)
		child(address);
	ended = wait(&state) > 0 && WIFEXITED(state) ? WEXITSTATUS(state) : -1;
	printf("child ended with %d and left 0x%08x\n", ended, *(volatile unsigned *)(address + 0x100000));
	say("IOMAPUNMAP", ioctl(second, IOMAPUNMAP, NULL));
	touch("unmapped", address + 0x10);
	say("IOMAPUNMAP again", ioctl(second, IOMAPUNMAP, NULL));
	fd = open("/dev/null", O_RDWR);
	say("of another driver", ioctl(fd, IOMAPMAP, &none));
	close(second);
	say("closed", ioctl(second, IOMAPMAP, &none));
	return 0;
}
