/*
 * Carries out one x86-64 instruction that trapped in a window, on an abstract state of the processor: of the thread
 * that trapped (preload: the signal frame) or of another process (static: ptrace).
 *
 * Plain moves and string instructions are carried out here. Any other instruction is executed by the processor itself,
 * right here in this process: a copy of it whose memory operand is a shadow buffer, with the registers of the program
 * loaded. The shadow is filled from the bus before, if the instruction loads, and what it stored goes to the bus after.
 * So no page of a window is ever opened, nothing is single-stepped, and no thread sees the state of another.
 *
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual (SDM), volumes 1 and 2.
 */
#ifndef IOMAP_X86_H
#define IOMAP_X86_H

#include "trap/access.h"

/* The numbers of the general-purpose registers in an instruction. SDM volume 2, table 2-1 ff. */
enum { X86_RAX, X86_RCX, X86_RDX, X86_RBX, X86_RSP, X86_RBP, X86_RSI, X86_RDI };

struct x86_cpu {
	uint64_t gpr[16]; /* in the order of their numbers; the next are r8 to r15 */
	uint64_t rip, rflags;
	uint64_t fs_base, gs_base;
	/*
	 * The vector and floating point registers: an XSAVE area in the standard format, 64-byte aligned, as in the
	 * signal frame and in NT_X86_XSTATE. Null: there is none; instructions that need one are refused.
	 */
	void *xsave;
	/*
	 * The program's own memory, never that of windows. They return how many bytes from the first on could be read
	 * or written; less than count when the program has no right to the next one.
	 */
	size_t (*read)(struct x86_cpu *cpu, uint64_t address, void *into, size_t count);
	size_t (*write)(struct x86_cpu *cpu, uint64_t address, const void *from, size_t count);
	void *context; /* of read and write */
};

enum x86_result {
	/*
	 * The cpu is as after the instruction; after a part of it, with rip still there, for a long string instruction:
	 * executing it again goes on.
	 */
	X86_DONE,
	/*
	 * The program gets the signal of *fault at this instruction. Registers are as before (of a string instruction,
	 * a gather or a scatter: as before the element that failed). An instruction that cannot be carried out is
	 * SIGBUS with BUS_OBJERR, after a message on standard error.
	 */
	X86_FAULT,
	/* It has nothing to do with a window: what happened is the program's own affair. The cpu is as before. */
	X86_NOT_OURS
};

/* *fault: in, its address is where the access trapped; the rest is set with X86_FAULT. */
enum x86_result x86_trap(struct x86_cpu *cpu, struct fault *fault);

/* To be called before the first trap. False: no memory to execute copies in; they will be refused. */
bool x86_start(void);
/* In a child of fork(2): the other threads, and what they were carrying out, are not there. */
void x86_forget(void);

#endif
