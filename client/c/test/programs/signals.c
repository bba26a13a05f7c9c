/*
 * Faults of a device and of the program itself, in all ways in which programs take them: with an alternate stack, once
 * only, in a thread, while it is blocked, and with a handler that repairs the fault and returns.
 */
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/iomap.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOLE 0x1800000

static char *device;
static __thread sigjmp_buf back;
static volatile sig_atomic_t on_stack, blocked_usr1, repaired;
static char stack[65536];

static unsigned load(unsigned long offset)
{
	return *(volatile unsigned *)(device + offset);
}

static void leave(int number, siginfo_t *info, void *context)
{
	char here;
	sigset_t mask;

	(void)info;
	(void)context;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	blocked_usr1 = sigismember(&mask, SIGUSR1) && sigismember(&mask, number);
	on_stack = &here >= stack && &here < stack + sizeof(stack);
	siglongjmp(back, load(0x10) == 0x00112233 ? 1 : 2);
}

static void repair(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	repaired = info->si_code == SEGV_ACCERR;
	mprotect(device, 0x1000, PROT_READ | PROT_WRITE);
}

static void take(int number, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO | flags;
	sigaddset(&action.sa_mask, SIGUSR1);
	if (sigaction(number, &action, NULL))
		perror("sigaction");
}

static int faults(unsigned long offset)
{
	int how = sigsetjmp(back, 1);

	if (how == 0)
		load(offset);
	return how;
}

static int is_blocked(int number)
{
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	return sigismember(&mask, number);
}

/* How a process ends that does this. */
static int end_of(void (*does)(void))
{
	int status = 0;

	fflush(stdout);
	if (fork() == 0) {
		does();
		_exit(0);
	}
	wait(&status);
	return WIFSIGNALED(status) ? (WTERMSIG(status) == SIGBUS ? 1 : WTERMSIG(status) == SIGSEGV ? 2 : 3) : 0;
}

static void twice(void)
{
	take(SIGBUS, leave, SA_RESETHAND);
	faults(HOLE);
	load(HOLE);
}

static void blocked(void)
{
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGBUS);
	sigaddset(&mask, SIGSEGV);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	if (load(0x10) == 0x00112233)
		load(HOLE);
}

static void ignored(void)
{
	signal(SIGBUS, SIG_IGN);
	load(HOLE);
}

static void nowhere(void)
{
	signal(SIGSEGV, SIG_DFL);
	*(volatile int *)(device + 0x4000000) = 1;
}

static void *in_thread(void *offset)
{
	int count = 0;

	for (int i = 0; i < 20; i++)
		count += faults((unsigned long)offset) == 1;
	return count == 20 ? offset : NULL;
}

static void threads(void)
{
	pthread_t each[3];
	int good = 0;

	for (unsigned long i = 0; i < 3; i++)
		pthread_create(&each[i], NULL, in_thread, (void *)(HOLE + 0x1000 * i));
	for (int i = 0; i < 3; i++) {
		void *result;

		pthread_join(each[i], &result);
		good += result != NULL;
	}
	printf("%d threads took theirs\n", good);
}

int main(void)
{
	stack_t alternate;
	int fd = open("/dev/gsc0", O_RDWR);

	if (fd < 0 || ioctl(fd, IOMAPMAP, &device) < 0) {
		perror("/dev/gsc0");
		return 1;
	}
	take(SIGBUS, leave, 0);
	printf("bus error %d,", faults(HOLE));
	printf(" mask in the handler %d, after it %d %d, stack %d\n", blocked_usr1, is_blocked(SIGUSR1),
	       is_blocked(SIGBUS), on_stack);
	memset(&alternate, 0, sizeof(alternate));
	alternate.ss_sp = stack;
	alternate.ss_size = sizeof(stack);
	sigaltstack(&alternate, NULL);
	take(SIGSEGV, leave, SA_ONSTACK);
	printf("segmentation fault %d,", faults(0x4000000));
	printf(" stack %d\n", on_stack);
	threads();
	take(SIGSEGV, repair, 0);
	mprotect(device, 0x1000, PROT_READ);
	*(volatile unsigned *)device = 0x01020304;
	printf("repaired %d, then 0x%08x\n", repaired, load(0));
	printf("twice: %d\n", end_of(twice));
	printf("blocked: %d\n", end_of(blocked));
	printf("ignored: %d\n", end_of(ignored));
	printf("nowhere: %d\n", end_of(nowhere));
	return 0;
}
