/*
 * The loads and stores of PA-RISC 1.1 that a user's program may execute, taken apart.
 *
 * Source: PA-RISC 1.1 Architecture and Instruction Set Reference Manual, chapter 5 and appendix C. Bit 0 of an
 * instruction is its most significant one there; masks here are plain numbers.
 */
#ifndef IOMAP_PARISC_DECODE_H
#define IOMAP_PARISC_DECODE_H

#include <stdbool.h>
#include <stdint.h>

enum parisc_operation {
	PARISC_LOAD,
	PARISC_STORE,
	PARISC_LOAD_AND_CLEAR,	  /* LDCW */
	PARISC_STORE_BYTES_BEGIN, /* STBY,B: from the addressed byte to the end of its word */
	PARISC_STORE_BYTES_END	  /* STBY,E: from the beginning of the word to before the addressed byte */
};

/* Where the value is: which part of which register. */
enum parisc_part { PARISC_GENERAL, PARISC_FLOAT_LEFT, PARISC_FLOAT_RIGHT, PARISC_FLOAT_DOUBLE };

/* Is the base register changed, and is the address that before or after it? */
enum parisc_modify { PARISC_UNMODIFIED, PARISC_BEFORE, PARISC_AFTER };

struct parisc_access {
	enum parisc_operation operation;
	enum parisc_part part;
	enum parisc_modify modify;
	unsigned width;	 /* bytes: 1, 2, 4 or 8 */
	unsigned target; /* the register that is loaded or stored */
	unsigned base;	 /* general registers of the address: base + (index << shift) + displacement */
	unsigned index;	 /* 0, which holds 0, where there is none */
	unsigned shift;
	int32_t displacement;
};

/* False: it is none of them. */
bool parisc_decode(uint32_t instruction, struct parisc_access *access);

/* A branch whose target is in a register, and whose delay slot is executed. */
struct parisc_branch {
	bool relative;	      /* to the instruction behind the delay slot */
	unsigned base, index; /* target: base + (index << 3) + displacement */
	int32_t displacement;
	unsigned link; /* gets the return address, 0 for none; the target may be lost with it */
};

bool parisc_decode_branch(uint32_t instruction, struct parisc_branch *branch);

#endif
