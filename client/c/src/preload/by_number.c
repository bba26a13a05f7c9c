/*
 * syscall(2): programs that ask for a system call by its number, as libuv does for statx(2). Those that name a path of
 * the machine go the way of their functions; all others are made as the C library makes them, and without a frame in
 * between, as clone(2) may return on another stack.
 */
#include <errno.h>

#include "preload/real.h"

#ifdef __x86_64__
long by_number_failed(long result);

/* What the kernel answered, -errno. */
__attribute__((visibility("hidden"), used)) long by_number_failed(long result)
{
	errno = (int)-result;
	return -1;
}

/* The number and six arguments, as for a function: rdi, rsi, rdx, rcx, r8, r9 and the stack. */
__asm__(".text\n"
	".globl syscall\n"
	".type syscall, @function\n"
	"syscall:\n"
	"	mov %rdi, %rax\n"
	"	mov %rsi, %rdi\n"
	"	mov %rdx, %rsi\n"
	"	mov %rcx, %rdx\n"
	"	mov %r8, %rcx\n"
	"	mov %r9, %r8\n"
	"	cmp $332, %rax\n"
	"	je .Lstatx\n"
	"	cmp $262, %rax\n"
	"	je .Lfstatat\n"
	"	cmp $257, %rax\n"
	"	je .Lopenat\n"
	"	mov %rcx, %r10\n"
	"	mov 8(%rsp), %r9\n"
	"	syscall\n"
	"	cmp $-4095, %rax\n"
	"	jae 1f\n"
	"	ret\n"
	"1:	mov %rax, %rdi\n"
	"	jmp by_number_failed\n"
	".Lstatx:\n"
	"	sub $8, %rsp\n"
	"	call statx@PLT\n"
	"	jmp 2f\n"
	".Lfstatat:\n"
	"	sub $8, %rsp\n"
	"	call fstatat@PLT\n"
	"	jmp 2f\n"
	".Lopenat:\n"
	"	sub $8, %rsp\n"
	"	call openat@PLT\n"
	"2:	add $8, %rsp\n"
	"	cltq\n"
	"	ret\n"
	".size syscall, . - syscall\n");
#endif
