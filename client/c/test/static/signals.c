/* Signals as any program has them: it prints the same whether it is traced or not. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile sig_atomic_t seen, code, on_stack;
static char *volatile place;
static char stack[65536];
static volatile char *volatile nothing = (char *)8;

static void note(int signal, siginfo_t *info, void *context)
{
	char here;

	(void)context;
	seen = signal;
	code = info->si_code;
	place = info->si_addr;
	on_stack = &here >= stack && &here < stack + sizeof(stack);
}

static void jump(int signal, siginfo_t *info, void *context)
{
	note(signal, info, context);
	siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags };

	sigfillset(&action.sa_mask);
	sigaction(signal, &action, NULL);
}

static void faults(void)
{
	char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile int zero = 0, hundred = 100;

	handle(SIGSEGV, jump, 0);
	handle(SIGFPE, jump, 0);
	if (sigsetjmp(back, 1) == 0)
		page[17] = 1;
	printf("no right: signal %d code %d at +%d\n", seen, code, (int)(place - page));
	if (sigsetjmp(back, 1) == 0)
		*nothing = 1;
	printf("nothing there: signal %d code %d at %d\n", seen, code, (int)(long)place);
	if (sigsetjmp(back, 1) == 0)
		printf("%d\n", hundred / zero);
	printf("division: signal %d code %d\n", seen, code);
	handle(SIGSEGV, note, 0);
	raise(SIGSEGV);
	printf("sent: signal %d code %d\n", seen, code);
}

static void alternate_stack(void)
{
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };

	sigaltstack(&alternate, NULL);
	handle(SIGSEGV, jump, SA_ONSTACK);
	if (sigsetjmp(back, 1) == 0)
		*nothing = 1;
	printf("on its own stack: %d\n", on_stack);
}

static void masks(void)
{
	sigset_t set, old, now;

	sigemptyset(&set);
	sigaddset(&set, SIGSEGV);
	sigaddset(&set, SIGUSR1);
	printf("mask: %d", sigprocmask(SIG_BLOCK, &set, &old));
	sigprocmask(SIG_BLOCK, NULL, &now);
	printf(" %d %d", sigismember(&old, SIGUSR1), sigismember(&now, SIGUSR1));
	handle(SIGUSR1, note, 0);
	seen = 0;
	raise(SIGUSR1);
	printf(", blocked: %d", seen);
	sigfillset(&set);
	sigdelset(&set, SIGUSR1);
	printf(", sigsuspend: %d", sigsuspend(&set) == -1 && errno == EINTR && seen == SIGUSR1);
	sigprocmask(SIG_SETMASK, &old, &now);
	printf(", before: %d", sigismember(&now, SIGUSR1));
	printf(", wrong: %d", sigprocmask(77, &set, NULL));
	printf(" %s\n", strerror(errno));
}

/* A fault while the signal is blocked, or ignored, ends the program whatever its handler. */
static void unbearable(const char *what, int how)
{
	sigset_t set;
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		handle(SIGSEGV, jump, 0);
		sigemptyset(&set);
		sigaddset(&set, SIGSEGV);
		if (how == 0)
			sigprocmask(SIG_BLOCK, &set, NULL);
		else
			signal(SIGSEGV, SIG_IGN);
		if (sigsetjmp(back, 0) == 0)
			*nothing = 1;
		_exit(1);
	}
	waitpid(child, &status, 0);
	printf("%s: %s %d\n", what, WIFSIGNALED(status) ? "signal" : "exit",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void ring_soon(void)
{
	struct itimerval soon = { .it_value = { .tv_usec = 20000 } };

	seen = 0;
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void *write_late(void *argument)
{
	struct timespec late = { .tv_nsec = 60000000 };

	nanosleep(&late, NULL);
	if (write(*(int *)argument, "x", 1) != 1)
		perror("write");
	return NULL;
}

static void interruptions(void)
{
	int end[2];
	char byte;
	struct pollfd file;
	pthread_t thread;
	sigset_t set;

	if (pipe(end) == -1)
		return;
	file = (struct pollfd){ .fd = end[0], .events = POLLIN };
	handle(SIGALRM, note, 0);
	ring_soon();
	printf("read: %d", (int)read(end[0], &byte, 1));
	printf(" %s, signal %d\n", strerror(errno), seen);
	ring_soon();
	printf("poll: %d", poll(&file, 1, -1));
	printf(" %s, signal %d\n", strerror(errno), seen);
	handle(SIGALRM, note, SA_RESTART);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	ring_soon();
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_create(&thread, NULL, write_late, &end[1]);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	printf("with SA_RESTART: %d", (int)read(end[0], &byte, 1));
	printf(", signal %d\n", seen);
	pthread_join(thread, NULL);
	printf("poll with an end: %d\n", poll(&file, 1, 10));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	faults();
	alternate_stack();
	masks();
	unbearable("fault while it is blocked", 0);
	unbearable("fault while it is ignored", 1);
	interruptions();
	signal(SIGTERM, SIG_DFL);
	raise(SIGTERM);
	return 1;
}
