/*
 * What the program finds when an instruction fails: the same registers as on plain memory; instructions that cannot be
 * carried out are refused with a message; unmasked floating point exceptions are the program's.
 */
#include <fenv.h>
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
#include "trap/x86_execute.h"

#define PAGE 4096u
#define LENGTH (2 * PAGE)

struct test_case {
	const char *text;
	const void *code;
};

extern struct test_case __start_faults[], __stop_faults[];

struct found {
	greg_t registers[REG_RIP + 1];
	siginfo_t info;
	uint8_t place[LENGTH], other[LENGTH];
};

static uint8_t *place, *other; /* of two pages, with nothing behind */
static sigjmp_buf back;
static struct found on_memory, on_window, *found;

static void find(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	memcpy(found->registers, ((ucontext_t *)context)->uc_mcontext.gregs, sizeof(found->registers));
	found->info = *info;
	siglongjmp(back, 1);
}

static void map(enum byte_order order)
{
	const struct window window = { .start = (uintptr_t)place,
				       .length = LENGTH,
				       .address = BUS_START,
				       .process = BUS_PROCESS,
				       .order = order,
				       .protection = PROT_READ | PROT_WRITE,
				       .file = -1 };

	CHECK(mprotect(place, LENGTH, PROT_NONE) == 0 && window_add(&window));
}

static void unmap(void)
{
	CHECK(window_remove((uintptr_t)place, LENGTH) && mprotect(place, LENGTH, PROT_READ | PROT_WRITE) == 0);
}

static void execute_at(const void *code)
{
	static _Alignas(64) uint8_t xsave[4096];
	static struct execution execution;

	memset(xsave, 0, sizeof(xsave));
	memcpy(xsave, "\x7F\x03", 2);
	memcpy(xsave + 24, "\x80\x1F", 2);
	memset(&execution, 0, sizeof(execution));
	execution.xsave = xsave;
	execution.code = code;
	execution.gpr[1] = 300;
	execution.gpr[12] = (uintptr_t)place + LENGTH - 100;
	execution.gpr[13] = (uintptr_t)other + LENGTH - 100;
	if (sigsetjmp(back, 1) == 0) {
		execute(&execution);
		CHECK(!"it faults");
	}
}

static void run_on_memory(const struct test_case *test)
{
	memset(place, 0x5A, LENGTH);
	memset(other, 0x5A, LENGTH);
	found = &on_memory;
	execute_at(test->code);
	memcpy(found->place, place, LENGTH);
	memcpy(found->other, other, LENGTH);
}

static void run_on_window(const struct test_case *test)
{
	memset(bus_memory, 0x5A, LENGTH);
	memset(other, 0x5A, LENGTH);
	map(BUS_ORDER);
	found = &on_window;
	execute_at(test->code);
	unmap();
	memcpy(found->place, bus_memory, LENGTH);
	memcpy(found->other, other, LENGTH);
}

static void compare(const struct test_case *test)
{
	bool same = on_memory.info.si_addr == on_window.info.si_addr &&
		on_memory.info.si_signo == on_window.info.si_signo &&
		memcmp(on_memory.registers, on_window.registers, sizeof(on_memory.registers)) == 0 &&
		memcmp(on_memory.place, on_window.place, LENGTH) == 0 &&
		memcmp(on_memory.other, on_window.other, LENGTH) == 0;

	if (same)
		return;
	fprintf(stderr, "%s: at %p on memory, at %p on a window\n", test->text, on_memory.info.si_addr,
		on_window.info.si_addr);
	for (unsigned i = 0; i <= REG_RIP; i++)
		if (on_memory.registers[i] != on_window.registers[i])
			fprintf(stderr, "    register %u: %llx, %llx\n", i, on_memory.registers[i],
				on_window.registers[i]);
	exit(1);
}

/* Runs it in a child and checks that it is refused: a message that has this text, and SIGBUS. */
static void is_refused(void (*run)(void), const char *text)
{
	char message[256] = "";
	int pipes[2], status;
	pid_t child;

	CHECK(pipe(pipes) == 0);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		signal(SIGBUS, SIG_DFL);
		dup2(pipes[1], STDERR_FILENO);
		run();
		_exit(0);
	}
	CHECK(close(pipes[1]) == 0);
	CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
	CHECK(read(pipes[0], message, sizeof(message) - 1) > 0);
	CHECK(close(pipes[0]) == 0);
	if (strstr(message, text) == NULL)
		fprintf(stderr, "%s\n", message);
	CHECK(strstr(message, text) != NULL);
}

static void add_to_stack_pointer(void)
{
	__asm__ volatile("movq %%rsp, %%rbx; addq (%0), %%rsp; movq %%rbx, %%rsp" : : "r"(place) : "rbx", "memory");
}

static void load_segment(void)
{
	__asm__ volatile("movw (%0), %%es" : : "r"(place) : "memory");
}

static void save_state(void)
{
	__asm__ volatile("xsave (%0)" : : "r"(place), "a"(1), "d"(0) : "memory");
}

static void jump_far(void)
{
	__asm__ volatile("ljmp *(%0)" : : "r"(place) : "memory");
}

static void refusals(void)
{
	map(VALUE_ORDER);
	is_refused(add_to_stack_pointer, "cannot carry out `add rsp, [");
	is_refused(load_segment, "it moves a segment register");
	is_refused(save_state, "it is about the system's registers");
	is_refused(jump_far, "it is a far transfer");
	unmap();
}

static void exceptions(void)
{
	double zero = 0, one = 1;

	memset(bus_memory, 0, 16);
	map(BUS_ORDER);
	found = &on_window;
	feenableexcept(FE_DIVBYZERO);
	if (sigsetjmp(back, 1) == 0)
		__asm__ volatile("divsd (%1), %0" : "+x"(one) : "r"(place) : "memory");
	CHECK(found->info.si_signo == SIGFPE && found->info.si_code == FPE_FLTDIV);
	feclearexcept(FE_ALL_EXCEPT);
	__asm__ volatile("addsd (%1), %0" : "+x"(zero) : "r"(place) : "memory");
	fedisableexcept(FE_ALL_EXCEPT);
	CHECK(zero == 0);
	unmap();
}

static void *two_pages_and_nothing(void)
{
	uint8_t *start = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(start != MAP_FAILED && mprotect(start + LENGTH, PAGE, PROT_NONE) == 0);
	return start;
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = find, .sa_flags = SA_SIGINFO };
	unsigned compared = 0;

	place = two_pages_and_nothing();
	other = two_pages_and_nothing();
	CHECK(signals_start());
	CHECK(sigaction(SIGSEGV, &action, NULL) == 0 && sigaction(SIGBUS, &action, NULL) == 0 &&
	      sigaction(SIGFPE, &action, NULL) == 0);
	for (struct test_case *test = __start_faults; test < __stop_faults; test++, compared++) {
		run_on_memory(test);
		run_on_window(test);
		compare(test);
	}
	refusals();
	exceptions();
	printf("%u faults compared\n", compared);
	return 0;
}
