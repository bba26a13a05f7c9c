/*
 * Loads and stores in a window, as bytes in the order in which they lie in the program's memory: what an access of the
 * program to memory of its own would have found there. All of it goes to the service through libiomap.
 *
 * None of these functions allocates or takes a lock of its own; they may run in a signal handler.
 */
#ifndef IOMAP_ACCESS_H
#define IOMAP_ACCESS_H

#include "trap/window.h"

/* Why an access failed: the signal that the program gets. */
struct fault {
	int signal;	  /* SIGBUS or SIGSEGV of the host */
	int code;	  /* si_code */
	uint64_t address; /* si_addr: in the program */
};

/*
 * What the bytes are.
 *
 * NUMBER: one number of 1, 2, 4 or 8 bytes, as a general-purpose register holds. In value order it is one access of
 * that width; unaligned it is SIGBUS (rule 23), but 8 bytes at a multiple of 4 are two words, the upper first. In bus
 * order an unaligned one is split into aligned pieces, as a PC's bridge does.
 *
 * LANES: the contents of a vector or floating point register, any number of bytes. Each aligned word of 4 bytes that is
 * there whole is one access: in value order a number, in bus order 4 bytes. What is ragged at the ends goes by bytes.
 */
enum element { NUMBER, LANES };

/* [address, address + count) is in the window. False: *fault says why; the first part may have been carried out. */
bool access_load(const struct window *window, uintptr_t address, enum element element, void *into, size_t count,
		 struct fault *fault);
bool access_store(const struct window *window, uintptr_t address, enum element element, const void *from, size_t count,
		  struct fault *fault);

/* Is the program allowed to do that in the window? No access is made. */
bool access_allowed(const struct window *window, uintptr_t address, bool stores, struct fault *fault);

/*
 * A string of count elements of width bytes each: one access of that width each. NUMBER: each element is a number;
 * LANES: what they make together is lanes, as a copy by bytes of an array of words is meant. The address is a multiple
 * of the width. Returns how many were carried out; if that is less than count, *fault says why. What is stored is
 * turned around in place.
 */
size_t access_load_string(const struct window *window, uintptr_t address, enum element element, unsigned width,
			  void *into, size_t count, struct fault *fault);
size_t access_store_string(const struct window *window, uintptr_t address, enum element element, unsigned width,
			   void *bytes, size_t count, struct fault *fault);

#endif
