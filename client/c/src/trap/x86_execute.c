/*
 * Copies of instructions, executed by the processor; and the rooms where they are: one for each thread that traps,
 * taken and left without a lock.
 */
#include "trap/x86_execute.h"

#include <cpuid.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>

#define ROOMS 64
#define STATE_COMPONENTS 0xE7 /* x87 SSE AVX and AVX-512: not PKRU, which is about pages, nor the tiles of AMX */

static struct room rooms[ROOMS];
static _Atomic uint64_t taken; /* a bit for each room */
static uint64_t features;

/* XCR0: the components that the system has enabled; 0 without XSAVE. SDM volume 2, XGETBV. */
static uint64_t enabled_components(void)
{
	unsigned eax, ebx, ecx, edx, low, high;

	if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_OSXSAVE))
		return 0;
	__asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (uint64_t)high << 32 | low;
}

bool execute_start(void)
{
	uint8_t *code;

	if (execute_is_possible())
		return true;
	code = mmap(NULL, ROOMS * EXECUTE_CODE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (code == MAP_FAILED)
		return false;
	for (unsigned i = 0; i < ROOMS; i++)
		rooms[i].code = code + i * EXECUTE_CODE;
	features = enabled_components() & STATE_COMPONENTS;
	return execute_is_possible();
}

bool execute_is_possible(void)
{
	return features != 0;
}

struct room *execute_enter(void)
{
	uint64_t before = atomic_load(&taken);

	for (;;) {
		uint64_t lowest_free = ~before & (before + 1);

		if (lowest_free == 0) {
			sched_yield();
			before = atomic_load(&taken);
		} else if (atomic_compare_exchange_weak(&taken, &before, before | lowest_free)) {
			return &rooms[__builtin_ctzll(lowest_free)];
		}
	}
}

void execute_leave(struct room *room)
{
	atomic_fetch_and(&taken, ~(UINT64_C(1) << (room - rooms)));
}

void execute_forget(void)
{
	atomic_store(&taken, 0);
}

_Static_assert(offsetof(struct execution, rflags) == 128, "known to execute_copy");
_Static_assert(offsetof(struct execution, xsave) == 136, "known to execute_copy");
_Static_assert(offsetof(struct execution, features) == 144, "known to execute_copy");
_Static_assert(offsetof(struct execution, code) == 152, "known to execute_copy");
_Static_assert(offsetof(struct execution, mxcsr) == 160, "known to execute_copy");
_Static_assert(offsetof(struct execution, keeps) == 164, "known to execute_copy");

/*
 * All registers but rsp are the program's while the copy runs; the stack has the way back: the copy's address (which is
 * what is called), then the execution. At the end the vector and floating point registers are as the C language wants
 * them: xrstor of an area whose components are all in their initial state. SDM volume 1, 13.8.
 */
void execute_copy(struct execution *execution);
__asm__(".text\n"
	".type execute_copy, @function\n"
	"execute_copy:\n"
	"	pushq %rbx; pushq %rbp; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"
	"	movl 144(%rdi), %eax; movl 148(%rdi), %edx; movq 136(%rdi), %rcx\n"
	"	xrstor64 (%rcx)\n"
	"	pushq %rdi; pushq 152(%rdi); pushq 128(%rdi)\n"
	"	movq 0(%rdi), %rax; movq 8(%rdi), %rcx; movq 16(%rdi), %rdx; movq 24(%rdi), %rbx\n"
	"	movq 40(%rdi), %rbp; movq 48(%rdi), %rsi\n"
	"	movq 64(%rdi), %r8; movq 72(%rdi), %r9; movq 80(%rdi), %r10; movq 88(%rdi), %r11\n"
	"	movq 96(%rdi), %r12; movq 104(%rdi), %r13; movq 112(%rdi), %r14; movq 120(%rdi), %r15\n"
	"	movq 56(%rdi), %rdi\n"
	"	popfq\n"
	"	call *(%rsp)\n"
	"	pushfq; pushq %rdi; movq 24(%rsp), %rdi\n"
	"	movq %rax, 0(%rdi); movq %rcx, 8(%rdi); movq %rdx, 16(%rdi); movq %rbx, 24(%rdi)\n"
	"	movq %rbp, 40(%rdi); movq %rsi, 48(%rdi)\n"
	"	movq %r8, 64(%rdi); movq %r9, 72(%rdi); movq %r10, 80(%rdi); movq %r11, 88(%rdi)\n"
	"	movq %r12, 96(%rdi); movq %r13, 104(%rdi); movq %r14, 112(%rdi); movq %r15, 120(%rdi)\n"
	"	popq 56(%rdi); popq 128(%rdi)\n"
	"	cld\n"
	"	stmxcsr 160(%rdi)\n"
	"	movl 144(%rdi), %eax; movl 148(%rdi), %edx\n"
	"	cmpl $0, 164(%rdi)\n"
	"	je 1f\n"
	"	movq 136(%rdi), %rcx\n"
	"	xsave64 (%rcx)\n"
	"1:	xrstor64 initial_state(%rip)\n"
	"	addq $16, %rsp\n"
	"	popq %r15; popq %r14; popq %r13; popq %r12; popq %rbp; popq %rbx\n"
	"	ret\n"
	".size execute_copy, . - execute_copy\n"
	".section .rodata\n"
	".balign 64\n"
	"initial_state: .zero 24; .long 0x1F80; .zero 576 - 28\n" /* MXCSR has its initial value too */
	".previous\n");

void execute(struct execution *execution)
{
	execution->features = features;
	execute_copy(execution);
}
