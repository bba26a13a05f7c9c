/*
 * Looks for boards: reads the first word of every page of a device, and catches the bus error where nobody answers.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/iomap.h>
#include <unistd.h>

static sigjmp_buf nobody;
static volatile sig_atomic_t code;
static void *volatile address;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	code = info->si_code;
	address = info->si_addr;
	siglongjmp(nobody, 1);
}

/* 1 and the word, or 0. */
static int answers(const volatile unsigned *word, unsigned *value)
{
	if (sigsetjmp(nobody, 1))
		return 0;
	*value = *word;
	return 1;
}

static int probe(const char *device, unsigned long size, unsigned long step)
{
	char *base = NULL;
	unsigned long offset;
	int found = 0, silent = 0, odd = 0, fd = open(device, O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, &base) < 0) {
		perror(device);
		return 0;
	}
	for (offset = 0; offset < size; offset += step) {
		unsigned value;

		if (answers((unsigned *)(base + offset), &value)) {
			found++;
			printf("%s +0x%06lx: a board\n", device, offset);
		} else {
			silent++;
			odd += code != BUS_ADRERR || address != base + offset;
		}
	}
	printf("%s: %d pages answer, %d do not, %d strange signals\n", device, found, silent, odd);
	ioctl(fd, IOMAPUNMAP, NULL);
	close(fd);
	return found;
}

int main(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_bus_error;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGBUS, &action, NULL);
	return probe("/dev/lasi0", 0x10000, 0x1000) + probe("/dev/gsc0", 0x4000000, 0x200000) +
		       probe("/dev/uart0", 0x1000, 0x800) > 0 ? 0 : 1;
}
