/* Stacks for traps: those that are free wait in a few slots, as many as threads trap at one time. */
#ifdef __x86_64__

#include "preload/stack.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK_BYTES (64 * 1024)
#define SLOTS 32

static void *_Atomic free_stacks[SLOTS];

/* function(argument), with the stack pointer at `top'. */
void stack_switch(void *top, void (*function)(void *), void *argument);
__asm__(".text\n"
	".type stack_switch, @function\n"
	"stack_switch:\n"
	"	push %rbp\n"
	"	mov %rsp, %rbp\n"
	"	mov %rdi, %rsp\n"
	"	mov %rdx, %rdi\n"
	"	call *%rsi\n"
	"	mov %rbp, %rsp\n"
	"	pop %rbp\n"
	"	ret\n"
	".size stack_switch, . - stack_switch\n");

/* The lowest address of a stack, or null. */
static void *take(void)
{
	void *stack = NULL;

	for (size_t i = 0; i < SLOTS && !stack; i++)
		stack = atomic_exchange(&free_stacks[i], NULL);
	if (stack)
		return stack;
	/* Not the C library's: this library puts its own before it. */
	stack = (void *)syscall(SYS_mmap, NULL, (size_t)STACK_BYTES, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L);
	return stack == MAP_FAILED ? NULL : stack;
}

static void give_back(void *stack)
{
	for (size_t i = 0; i < SLOTS; i++) {
		void *none = NULL;

		if (atomic_compare_exchange_strong(&free_stacks[i], &none, stack))
			return;
	}
	syscall(SYS_munmap, stack, (size_t)STACK_BYTES);
}

void stack_call(void (*function)(void *argument), void *argument)
{
	char *stack = take();

	if (!stack) {
		function(argument);
		return;
	}
	stack_switch(stack + STACK_BYTES, function, argument);
	give_back(stack);
}

#else
typedef int no_stack_of_our_own;
#endif
