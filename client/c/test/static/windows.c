/*
 * Windows of the machine together with what a process has: children, threads, signals, descriptors. It needs the frame
 * buffer of the machine's video board. With an argument it is what another one executed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/iomap.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define FRAME 0x1f9000 /* of the frame buffer: behind the last line */
#define HOLE 0x7f000   /* of the window of /dev/lasi0: no module answers */
#define THREADS 8
#define ROUNDS 100

static volatile uint32_t *frame;
static volatile uint8_t *lasi;
static sigjmp_buf back;
static volatile sig_atomic_t seen, code, rung, sum;
static char *volatile place;

static char *map(const char *path, int *fd)
{
	char *base = NULL;

	*fd = open(path, O_RDWR);
	if (*fd < 0 || ioctl(*fd, IOMAPMAP, &base) < 0) {
		perror(path);
		exit(1);
	}
	return base;
}

static void jump(int signal, siginfo_t *info, void *context)
{
	(void)context;
	seen = signal;
	code = info->si_code;
	place = info->si_addr;
	siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART };

	sigfillset(&action.sa_mask);
	sigaction(signal, &action, NULL);
}

static void say(const char *what, int status)
{
	printf("%s: %s %d\n", what, WIFSIGNALED(status) ? "signal" : "exit",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void children(int fd)
{
	int status = 0;
	char number[16];

	frame[0] = 0x1234;
	if (fork() == 0) {
		uint32_t value = frame[0];

		frame[1] = value + 1;
		_exit(value == 0x1234 ? 3 : 4);
	}
	wait(&status);
	say("a child in the same window", status);
	printf("what it left: 0x%x\n", frame[1]);
	snprintf(number, sizeof(number), "%d", fd);
	if (vfork() == 0) {
		execl("/proc/self/exe", "windows", number, NULL);
		_exit(127);
	}
	wait(&status);
	say("a program that was executed", status);
}

/* In the program that was executed: the descriptor is the machine's still, the window is gone. */
static int executed(int fd)
{
	char *base = NULL;
	struct stat status;

	if (fstat(fd, &status) == -1 || ioctl(fd, IOMAPMAP, &base) == -1)
		return 1;
	printf("%s %d, 0x%x\n", S_ISCHR(status.st_mode) ? "device" : "no device", minor(status.st_rdev) != 0,
	       *(volatile uint32_t *)(base + FRAME));
	return 5;
}

static void *count(void *argument)
{
	volatile uint64_t *mine = (volatile uint64_t *)(frame + 1024) + (uintptr_t)argument;
	uintptr_t wrong = 0;
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	*mine = 0;
	for (uint64_t i = 0; i < ROUNDS; i++) {
		wrong += *mine != i << 32;
		*mine += UINT64_C(1) << 32;
	}
	return (void *)wrong;
}

static void threads(void)
{
	pthread_t thread[THREADS];
	uintptr_t wrong = 0;
	void *result;

	for (uintptr_t i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, count, (void *)i);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], &result);
		wrong += (uintptr_t)result;
	}
	printf("threads that block all signals: %d wrong\n", (int)wrong);
}

static void faults(void)
{
	handle(SIGBUS, jump);
	handle(SIGSEGV, jump);
	if (sigsetjmp(back, 1) == 0)
		printf("a board: %d\n", lasi[HOLE]);
	printf("nobody answers: signal %d code %d at +0x%x\n", seen, code, (int)(place - (char *)lasi));
	mprotect((void *)frame, 4096, PROT_READ);
	if (sigsetjmp(back, 1) == 0)
		frame[3] = 1;
	printf("a store without the right: signal %d code %d at +%d\n", seen, code, (int)(place - (char *)frame));
	printf("a load: 0x%x\n", frame[0]);
	mprotect((void *)frame, 4096, PROT_READ | PROT_WRITE);
	frame[3] = 77;
	printf("with the right: %d\n", frame[3]);
	if (sigsetjmp(back, 1) == 0)
		*(volatile int *)(uintptr_t)(seen * 0) = 1;
	printf("its own mistake: signal %d code %d at %d\n", seen, code, (int)(long)place);
}

static void look(int signal, siginfo_t *info, void *context)
{
	sum = (int)frame[3];
	jump(signal, info, context);
}

/* A handler of the program's own mistakes that uses the window: it is there for the next one as well. */
static void mistakes(void)
{
	struct sigaction action = { .sa_sigaction = look, .sa_flags = SA_SIGINFO };
	volatile int met = 0;

	sigaction(SIGSEGV, &action, NULL);
	frame[3] = 78;
	for (volatile int i = 0; i < 3; i++) {
		sum = seen = 0;
		if (sigsetjmp(back, 1) == 0)
			*(volatile int *)(uintptr_t)(seen * 0) = 1;
		met += seen == SIGSEGV && sum == 78;
	}
	printf("a handler that uses the window, 3 times: %d\n", met);
}

static void unbearable(const char *what, int blocked)
{
	int status = 0;
	sigset_t all;

	if (fork() == 0) {
		sigfillset(&all);
		if (blocked)
			sigprocmask(SIG_BLOCK, &all, NULL);
		else
			signal(SIGBUS, SIG_IGN);
		_exit(lasi[HOLE] ? 1 : 2);
	}
	wait(&status);
	say(what, status);
}

static void ring(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)info;
	(void)context;
	rung = rung + 1;
	frame[8] = frame[8] + 1;
}

static void alarms(void)
{
	struct itimerval often = { { .tv_usec = 2000 }, { .tv_usec = 2000 } }, never = { { 0 }, { 0 } };
	int wrong = 0;

	frame[8] = 0;
	handle(SIGALRM, ring);
	setitimer(ITIMER_REAL, &often, NULL);
	for (uint32_t i = 0; rung < 20; i++) {
		frame[9] = i;
		wrong += frame[9] != i;
	}
	setitimer(ITIMER_REAL, &never, NULL);
	printf("loads and stores that alarms interrupt: %d wrong, %s counted\n", wrong,
	       frame[8] == (uint32_t)rung ? "all" : "not all");
}

/* Handlers that run with all signals blocked, but for their own, and use the window. */
static void waits(void)
{
	struct itimerval soon = { .it_value = { .tv_usec = 5000 } };
	sigset_t set, old;

	frame[8] = 0;
	handle(SIGSEGV, jump);
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, &old);
	sigdelset(&set, SIGALRM);
	setitimer(ITIMER_REAL, &soon, NULL);
	sigsuspend(&set);
	setitimer(ITIMER_REAL, &soon, NULL);
	printf("waits that a signal ends: %d", ppoll(NULL, 0, NULL, &set));
	setitimer(ITIMER_REAL, &soon, NULL);
	printf(" %d", pselect(0, NULL, NULL, NULL, NULL, &set));
	printf(", counted: %d", frame[8]);
	sigprocmask(SIG_SETMASK, &old, &set);
	printf(", the mask: %d %d", sigismember(&set, SIGSEGV), sigismember(&set, SIGALRM));
	seen = 0;
	if (sigsetjmp(back, 1) == 0)
		*(volatile int *)(uintptr_t)(seen * 0) = 1;
	printf(", its own mistake: signal %d\n", seen);
}

static void buffers(void)
{
	char text[32] = "";
	struct iovec pieces[2] = { { (void *)(frame + 32), 4 }, { (void *)(frame + 33), 8 } };
	int end[2];

	if (pipe(end) == -1 || write(end[1], "hello, window", 13) != 13)
		return;
	printf("read into a window: %d", (int)read(end[0], (void *)(frame + 32), 13));
	printf(", write from it: %d", (int)write(end[1], (void *)(frame + 32), 13));
	printf(", %d %s\n", (int)read(end[0], text, sizeof(text)), text);
	memset(text, 0, sizeof(text));
	printf("writev: %d", (int)writev(end[1], pieces, 2));
	printf(", %d %s\n", (int)read(end[0], text, sizeof(text)), text);
	close(end[0]);
	close(end[1]);
}

static void descriptors(void)
{
	int memory = open("/dev/mem", O_RDWR), second = dup(memory), third = fcntl(memory, F_DUPFD, 100);
	uint32_t word = 0;
	struct stat status;

	printf("dup2: %d, ", dup2(memory, 50));
	printf("positions: %d", (int)lseek(second, 0x1000, SEEK_SET));
	if (fork() == 0)
		_exit(lseek(third, 16, SEEK_CUR) == 0x1010 ? 0 : 1);
	wait(NULL);
	printf(" %d", (int)lseek(50, 0, SEEK_CUR));
	printf(" %d", (int)pwrite(memory, "iomp", 4, 0x2000));
	printf(" %d", (int)pread(third, &word, 4, 0x2000));
	printf(" %.4s\n", (char *)&word);
	close(memory);
	printf("closed: %d", (int)pread(memory, &word, 4, 0x2000));
	printf(", the others are open: %d\n", (int)pread(50, &word, 4, 0x2000));
	printf("no such device: %d", open("/dev/nothing_at_all", O_CREAT | O_RDWR, 0600));
	printf(" %s, there is one: %d\n", strerror(errno), stat("/dev/nothing_at_all", &status) == 0);
}

int main(int argc, char **argv)
{
	int fd, other;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1)
		return executed(atoi(argv[1]));
	frame = (volatile uint32_t *)(map("/dev/hptv0_tc", &fd) + FRAME);
	lasi = (volatile uint8_t *)map("/dev/lasi0", &other);
	children(fd);
	threads();
	faults();
	mistakes();
	unbearable("a bus error while all signals are blocked", 1);
	unbearable("a bus error while it is ignored", 0);
	alarms();
	waits();
	buffers();
	descriptors();
	return 0;
}
