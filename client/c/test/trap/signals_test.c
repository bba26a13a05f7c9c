/* What the program sees of signals while SIGSEGV is ours: all is as the kernel and the C library do it. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "bus.h"
#include "check.h"
#include "preload/signals.h"

#define LENGTH 0x10000
#define READ_ONLY 0x4000 /* from here a page that may not be stored to */

static uint8_t *place;
static sigjmp_buf back;
static siginfo_t seen;
static volatile int calls;
static volatile uintptr_t stack_of_handler;
static void *volatile nothing = (void *)16; /* an address that no program has */
static uint8_t alternate[0x10000];

#define WORD_AT(offset) (*(volatile uint32_t *)(void *)(place + (offset)))

static void jump_back(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	seen = *info;
	calls++;
	stack_of_handler = (uintptr_t)&context;
	siglongjmp(back, 1);
}

static void set_action(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags };

	CHECK(sigaction(signal, &action, NULL) == 0);
}

/* Runs it in a child; how the child ended, as a shell says it. */
static int end_of(void (*run)(void))
{
	pid_t child = fork();
	int status;

	CHECK(child >= 0);
	if (child == 0) {
		run();
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void load_hole(void)
{
	(void)WORD_AT(BUS_HOLE);
}

static void load_nothing(void)
{
	(void)*(volatile int *)nothing;
}

static void store_read_only(void)
{
	WORD_AT(READ_ONLY) = 1;
}

/* A board probe of the 1990s: again and again. */
static void bus_error(void)
{
	set_action(SIGBUS, jump_back, 0);
	for (int i = 0; i < 100; i++) {
		calls = 0;
		if (sigsetjmp(back, 1) == 0)
			WORD_AT(BUS_HOLE + 8) = 1;
		CHECK(calls == 1 && seen.si_signo == SIGBUS && seen.si_code == BUS_ADRERR);
		CHECK(seen.si_addr == place + BUS_HOLE + 8);
	}
	if (sigsetjmp(back, 1) == 0)
		(void)*(volatile uint16_t *)(void *)(place + 1);
	CHECK(seen.si_code == BUS_ADRALN && seen.si_addr == place + 1);
	signal(SIGBUS, SIG_DFL);
	CHECK(end_of(load_hole) == 128 + SIGBUS);
}

static int block(int signal)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, signal);
	return sigprocmask(SIG_BLOCK, &one, NULL);
}

static void ignore_bus_error(void)
{
	signal(SIGBUS, SIG_IGN);
	load_hole();
}

static void block_bus_error(void)
{
	set_action(SIGBUS, jump_back, 0);
	block(SIGBUS);
	load_hole();
}

/* A fault of the processor cannot be ignored or blocked. */
static void bus_error_is_forced(void)
{
	CHECK(end_of(ignore_bus_error) == 128 + SIGBUS);
	CHECK(end_of(block_bus_error) == 128 + SIGBUS);
}

static void segmentation_fault(void)
{
	CHECK(end_of(load_nothing) == 128 + SIGSEGV);
	CHECK(end_of(store_read_only) == 128 + SIGSEGV);
	set_action(SIGSEGV, jump_back, 0);
	for (int i = 0; i < 100; i++) {
		if (sigsetjmp(back, 1) == 0)
			load_nothing();
		CHECK(seen.si_signo == SIGSEGV && seen.si_code == SEGV_MAPERR && seen.si_addr == (void *)16);
		if (sigsetjmp(back, 1) == 0)
			store_read_only();
		CHECK(seen.si_code == SEGV_ACCERR && seen.si_addr == place + READ_ONLY);
		CHECK(WORD_AT(READ_ONLY) == 0);
	}
	CHECK(calls >= 200);
}

static void block_and_fault(void)
{
	set_action(SIGSEGV, jump_back, 0);
	block(SIGSEGV);
	if (sigsetjmp(back, 1) == 0)
		load_nothing();
}

static void fault_in_handler(int signal)
{
	(void)signal;
	calls++;
	load_nothing();
}

static void fault_twice(void)
{
	struct sigaction action = { .sa_handler = fault_in_handler };

	sigaction(SIGSEGV, &action, NULL);
	load_nothing();
}

/* A window works though the program thinks that SIGSEGV is blocked; a fault of its own ends it. */
static void blocked(void)
{
	sigset_t all, mask;

	sigfillset(&all);
	CHECK(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
	CHECK(WORD_AT(4) == 0x04050607);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGSEGV) == 1);
	sigemptyset(&all);
	CHECK(pthread_sigmask(SIG_SETMASK, &all, &mask) == 0 && sigismember(&mask, SIGSEGV) == 1);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGSEGV) == 0);
	CHECK(end_of(block_and_fault) == 128 + SIGSEGV);
	CHECK(end_of(fault_twice) == 128 + SIGSEGV);
}

static uint32_t loaded_by_handler;

static void load_in_handler(int signal, siginfo_t *info, void *context)
{
	sigset_t mask;

	(void)signal;
	(void)info;
	loaded_by_handler = WORD_AT(8);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGUSR2) == 1);
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2; /* mov (%rax), %eax */
	calls++;
}

/* A handler may load from a window, have a mask of its own, and change the registers. */
static void handler_goes_on(void)
{
	struct sigaction action = { .sa_sigaction = load_in_handler, .sa_flags = SA_SIGINFO };
	static const int signals[] = { SIGSEGV, SIGBUS };

	sigaddset(&action.sa_mask, SIGUSR2);
	sigaddset(&action.sa_mask, SIGSEGV);
	for (int i = 0; i < 2; i++) {
		uintptr_t address = i == 0 ? 16 : (uintptr_t)place + BUS_HOLE;

		calls = 0;
		loaded_by_handler = 0;
		CHECK(sigaction(signals[i], &action, NULL) == 0);
		__asm__ volatile("movl (%%rax), %%eax" : "+a"(address) : : "memory");
		CHECK(calls == 1 && loaded_by_handler == 0x08090A0B);
	}
}

static void one_shot(void)
{
	struct sigaction action = { .sa_sigaction = load_in_handler, .sa_flags = SA_SIGINFO | SA_RESETHAND };

	sigaddset(&action.sa_mask, SIGUSR2);
	CHECK(sigaction(SIGSEGV, &action, NULL) == 0);
	__asm__ volatile("movl (%%rax), %%eax" : : "a"(16) : "memory");
	_exit(end_of(load_nothing) == 128 + SIGSEGV ? 0 : 1);
}

static void overflow(volatile char *above)
{
	volatile char frame[1024];

	frame[0] = *above;
	if (frame[0] == 0)
		overflow(frame);
	(void)*above;
}

/* SA_ONSTACK: the only way to see a stack that has overflowed. */
static void alternate_stack(void)
{
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof(alternate) };
	char first = 0;

	CHECK(sigaltstack(&stack, NULL) == 0);
	set_action(SIGSEGV, jump_back, SA_ONSTACK);
	if (sigsetjmp(back, 1) == 0)
		overflow(&first);
	CHECK(stack_of_handler - (uintptr_t)alternate < sizeof(alternate));
	CHECK(WORD_AT(4) == 0x04050607);
	set_action(SIGBUS, jump_back, SA_ONSTACK);
	if (sigsetjmp(back, 1) == 0)
		load_hole();
	CHECK(stack_of_handler - (uintptr_t)alternate < sizeof(alternate));
	set_action(SIGBUS, jump_back, 0);
	if (sigsetjmp(back, 1) == 0)
		load_hole();
	CHECK(stack_of_handler - (uintptr_t)alternate >= sizeof(alternate));
}

/* Little more than the frame of a processor with AVX-512 takes: an instruction that is executed as a copy traps on it. */
static void small_stack(void)
{
	char *area = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	stack_t stack = { .ss_sp = area + 4096, .ss_size = 6 * 1024 }, off = { .ss_flags = SS_DISABLE };

	CHECK(area != MAP_FAILED && mprotect(area, 4096, PROT_NONE) == 0);
	CHECK(sigaltstack(&stack, NULL) == 0);
	set_action(SIGSEGV, jump_back, SA_ONSTACK);
	__asm__ volatile("movups %%xmm0, %0\n\tlock addl $1, %0"
			 : "+m"(*(volatile uint32_t *)(void *)(place + 64))
			 :
			 : "xmm0");
	CHECK(WORD_AT(4) == 0x04050607);
	CHECK(sigaltstack(&off, NULL) == 0);
	munmap(area, 3 * 4096);
}

static void count(int signal)
{
	(void)signal;
	calls++;
}

static void send_segv(void)
{
	raise(SIGSEGV);
}

/* kill(2) with SIGSEGV is a signal like any other. */
static void sent(void)
{
	CHECK(signal(SIGSEGV, count) != SIG_ERR);
	calls = 0;
	CHECK(raise(SIGSEGV) == 0 && kill(getpid(), SIGSEGV) == 0 && calls == 2);
	CHECK(signal(SIGSEGV, SIG_IGN) == count && raise(SIGSEGV) == 0 && calls == 2);
	CHECK(signal(SIGSEGV, SIG_DFL) == SIG_IGN);
	CHECK(end_of(send_segv) == 128 + SIGSEGV);
}

static volatile int over;

static void load_by_signal(int signal)
{
	CHECK(signal == SIGUSR1 && WORD_AT(12) == 0x0C0D0E0F);
	calls++;
}

static void *send_signals(void *thread)
{
	for (int i = 0; i < 2000; i++)
		CHECK(pthread_kill(*(pthread_t *)thread, SIGUSR1) == 0);
	over = 1;
	return NULL;
}

/* Signals that come in the middle of a trap, with handlers that trap and have everything blocked. */
static void interrupted(void)
{
	struct sigaction action = { .sa_handler = load_by_signal };
	pthread_t self = pthread_self(), sender;
	uint8_t bytes[2048];

	sigfillset(&action.sa_mask);
	CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
	calls = 0;
	CHECK(pthread_create(&sender, NULL, send_signals, &self) == 0);
	while (!over) {
		void *to = bytes, *from = place;
		size_t left = sizeof(bytes);

		CHECK(WORD_AT(4) == 0x04050607);
		__asm__ volatile("addl %1, %0" : "+m"(WORD_AT(0x100)) : "r"(1));
		__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(left) : : "memory");
		CHECK(memcmp(bytes + 0x104, bus_memory + 0x104, sizeof(bytes) - 0x104) == 0);
	}
	CHECK(pthread_join(sender, NULL) == 0 && calls > 0);
}

/* Below the stack pointer is memory of a function that calls none. */
static void red_zone(void)
{
	uint64_t kept;
	uint32_t value;

	__asm__ volatile("movq %%rdx, -8(%%rsp); movq %%rdx, -128(%%rsp); movl (%2), %1; paddd (%2), %%xmm0\n\t"
			 "movq -8(%%rsp), %0; xorq -128(%%rsp), %0; addq %%rdx, %0"
			 : "=&r"(kept), "=&r"(value)
			 : "r"(place + 16), "d"(0x1122334455667788)
			 : "xmm0", "memory");
	CHECK(kept == 0x1122334455667788 && value == 0x10111213);
}

static void divide_by_zero(void)
{
	set_action(SIGFPE, jump_back, 0);
	WORD_AT(0x200) = 0;
	if (sigsetjmp(back, 1) == 0)
		__asm__ volatile("divl %0" : : "m"(WORD_AT(0x200)), "a"(1), "d"(0));
	CHECK(seen.si_signo == SIGFPE && seen.si_code == FPE_INTDIV);
}

/* sigsetjmp(3) and threads copy the kernel's masks. */
static void *masks_of_thread(void *unused)
{
	sigset_t mask;

	CHECK(pthread_sigmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGSEGV) == 1);
	CHECK(WORD_AT(4) == 0x04050607);
	return unused;
}

static void inherited(void)
{
	pthread_t thread;
	sigset_t mask;

	if (sigsetjmp(back, 1) == 0) {
		CHECK(block(SIGSEGV) == 0);
		CHECK(pthread_create(&thread, NULL, masks_of_thread, NULL) == 0 && pthread_join(thread, NULL) == 0);
		siglongjmp(back, 1);
	}
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGSEGV) == 0);
}

/* The masks of 4.3BSD, which old programs have. */
static void masks_of_bsd(void)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	int both = 1 << (SIGSEGV - 1) | 1 << (SIGUSR2 - 1), before = sigblock(both);

	CHECK((before & both) == 0 && siggetmask() == (before | both));
	CHECK(WORD_AT(4) == 0x04050607);
	CHECK(sigsetmask(before) == (before | both) && siggetmask() == before);
#pragma GCC diagnostic pop
}

static void exit_with_word(void)
{
	__asm__ volatile("lock incl %0" : "+m"(WORD_AT(0x300)));
	_exit(WORD_AT(4) == 0x04050607 && SIGRTMAX == SIGNAL_STAND_IN - 1 ? 77 : 1);
}

static void map(void)
{
	struct window window = { .length = LENGTH,
				 .address = BUS_START,
				 .process = BUS_PROCESS,
				 .order = VALUE_ORDER,
				 .protection = PROT_READ | PROT_WRITE,
				 .file = -1 };

	place = mmap(NULL, LENGTH, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	CHECK(place != MAP_FAILED);
	window.start = (uintptr_t)place;
	CHECK(window_add(&window) && window_protect((uintptr_t)place + READ_ONLY, 4096, PROT_READ));
}

int main(void)
{
	CHECK(signals_start());
	map();
	for (unsigned i = 0; i < 256; i++)
		bus_memory[i] = (uint8_t)i;
	bus_error();
	bus_error_is_forced();
	segmentation_fault();
	blocked();
	handler_goes_on();
	CHECK(end_of(one_shot) == 0);
	alternate_stack();
	small_stack();
	sent();
	interrupted();
	red_zone();
	divide_by_zero();
	inherited();
	masks_of_bsd();
	CHECK(end_of(exit_with_word) == 77);
	puts("as it should be");
	return 0;
}
