/* Registers and memory of a traced thread, and what its system calls are turned into. Source: ptrace(2), syscall(2). */
#include "static/tracee.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "static/inject.h"

/* System V ABI, AMD64 supplement, 3.2.2: what lies so far below the stack pointer belongs to the running function. */
#define RED_ZONE 128
#define PAGE 4096u

bool tracee_fetch(struct tracee *tracee)
{
	tracee->changed = false;
	return ptrace(PTRACE_GETREGS, tracee->tid, 0, &tracee->registers) == 0;
}

void tracee_resume(struct tracee *tracee, int signal)
{
	if (tracee->changed)
		ptrace(PTRACE_SETREGS, tracee->tid, 0, &tracee->registers);
	tracee->changed = false;
	ptrace(call_has_end(tracee) ? PTRACE_SYSCALL : PTRACE_CONT, tracee->tid, 0, (long)signal);
}

size_t tracee_read_some(pid_t tid, uint64_t from, void *into, size_t size)
{
	struct iovec here = { into, size };
	struct iovec there = { (void *)(uintptr_t)from, size };
	ssize_t count = process_vm_readv(tid, &here, 1, &there, 1, 0);

	return count < 0 ? 0 : (size_t)count;
}

size_t tracee_write_some(pid_t tid, uint64_t to, const void *from, size_t size)
{
	struct iovec here = { (void *)(uintptr_t)from, size };
	struct iovec there = { (void *)(uintptr_t)to, size };
	ssize_t count = process_vm_writev(tid, &here, 1, &there, 1, 0);

	return count < 0 ? 0 : (size_t)count;
}

bool tracee_read(pid_t tid, uint64_t from, void *into, size_t size)
{
	return tracee_read_some(tid, from, into, size) == size;
}

bool tracee_write(pid_t tid, uint64_t to, const void *from, size_t size)
{
	return tracee_write_some(tid, to, from, size) == size;
}

int tracee_string(pid_t tid, uint64_t from, char *into, size_t size)
{
	size_t have = 0;

	while (have < size) {
		/* Not past the page: the next one may not be there, and need not be. */
		size_t piece = PAGE - (from + have) % PAGE;
		size_t room = size - have;
		size_t count = tracee_read_some(tid, from + have, into + have, piece < room ? piece : room);

		if (count == 0)
			return -EFAULT;
		if (memchr(into + have, '\0', count))
			return 0;
		have += count;
	}
	return -ENAMETOOLONG;
}

void call_begin(struct tracee *tracee)
{
	const struct user_regs_struct *registers = &tracee->registers;

	tracee->number = (long)registers->orig_rax;
	tracee->argument[0] = registers->rdi;
	tracee->argument[1] = registers->rsi;
	tracee->argument[2] = registers->rdx;
	tracee->argument[3] = registers->r10;
	tracee->argument[4] = registers->r8;
	tracee->argument[5] = registers->r9;
	tracee->begins = true;
	tracee->put = 0;
	tracee->replaced = false;
}

static void set_arguments(struct user_regs_struct *registers, const uint64_t argument[6])
{
	registers->rdi = argument[0];
	registers->rsi = argument[1];
	registers->rdx = argument[2];
	registers->r10 = argument[3];
	registers->r8 = argument[4];
	registers->r9 = argument[5];
}

void call_return(struct tracee *tracee, long result)
{
	tracee->registers.orig_rax = (unsigned long long)-1;
	tracee->registers.rax = (unsigned long long)result;
	tracee->changed = true;
}

static void replace(struct tracee *tracee, long number, const uint64_t argument[6])
{
	tracee->registers.orig_rax = (unsigned long long)number;
	set_arguments(&tracee->registers, argument);
	tracee->changed = true;
	tracee->replaced = true;
}

void call_argument(struct tracee *tracee, int index, uint64_t value)
{
	uint64_t argument[6];

	memcpy(argument, tracee->argument, sizeof(argument));
	argument[index] = value;
	replace(tracee, tracee->number, argument);
}

uint64_t call_put(struct tracee *tracee, const void *bytes, size_t size)
{
	uint64_t end = tracee->registers.rsp - RED_ZONE;
	uint64_t address = (end - tracee->put - size) & ~UINT64_C(63);

	tracee->put = end - address;
	return tracee_write(tracee->tid, address, bytes, size) ? address : 0;
}

bool call_has_end(const struct tracee *tracee)
{
	return tracee->finish || tracee->replaced;
}

void call_end(struct tracee *tracee)
{
	tracee->finish = NULL;
	tracee->begins = false;
	if (tracee->masked)
		inject_unblock(tracee->tid, tracee->mask);
	tracee->masked = false;
	if (!tracee->replaced)
		return;
	tracee->replaced = false;
	set_arguments(&tracee->registers, tracee->argument);
	tracee->registers.orig_rax = (unsigned long long)tracee->number;
	tracee->changed = true;
}

long call_result(const struct tracee *tracee)
{
	return (long)tracee->registers.rax;
}

void call_make(struct tracee *tracee, long number, const uint64_t argument[6], void (*finish)(struct tracee *tracee))
{
	tracee->finish = finish;
	if (tracee->begins) {
		replace(tracee, number, argument);
		return;
	}
	/* Once more the instruction syscall, and nothing in between. */
	replace(tracee, -1, argument);
	tracee->registers.rax = (unsigned long long)number;
	tracee->registers.rip -= SYSCALL_LENGTH;
	tracee->mask = inject_block(tracee->tid);
	tracee->masked = true;
	tracee->again = true;
}
