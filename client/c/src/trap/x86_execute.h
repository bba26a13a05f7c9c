/*
 * A copy of one instruction, executed by the processor with the registers of the program. Its only memory operand is a
 * shadow buffer, so it can neither fault nor see anything else.
 */
#ifndef IOMAP_X86_EXECUTE_H
#define IOMAP_X86_EXECUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct execution {
	uint64_t gpr[16];  /* rsp is not loaded: the copy must not speak of it */
	uint64_t rflags;   /* status flags and direction */
	void *xsave;	   /* of the program */
	uint64_t features; /* components of it that are loaded and stored */
	const void *code;  /* the copy; ends with a return */
	uint32_t mxcsr;	   /* after it */
	uint32_t keeps;	   /* not 0: vector and floating point registers go back to xsave */
};

/* What one thread at a time needs; not on its stack, which may be a small one for signals. */
#define EXECUTE_CODE 32
#define EXECUTE_OPERAND 512 /* the longest: that of fxsave */
#define EXECUTE_LINE 64
#define EXECUTE_STRING 4096
struct room {
	_Alignas(EXECUTE_LINE) uint8_t shadow[EXECUTE_LINE + EXECUTE_OPERAND]; /* at any offset in the first line */
	uint8_t first[EXECUTE_OPERAND];					       /* a copy of the shadow */
	bool chosen[EXECUTE_OPERAND];	/* bytes of it that are loaded, or stored */
	uint8_t string[EXECUTE_STRING]; /* what a string instruction copies in one go */
	uint8_t *code;			/* EXECUTE_CODE bytes; what was there the last time is still there */
};

/* False: there is no XSAVE, or no memory that code can be executed in. */
bool execute_start(void);
bool execute_is_possible(void);
/* Async-signal-safe. Waits while all rooms are taken. */
struct room *execute_enter(void);
void execute_leave(struct room *room);
/* No thread is in a room: for a child of fork(2), whose other threads are gone. */
void execute_forget(void);
/* Executes; all but rsp is as the copy left it. No signal may be delivered meanwhile whose handler traps. */
void execute(struct execution *execution);

#endif
