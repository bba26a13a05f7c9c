/*
 * Loads and stores of PA-RISC 1.1, carried out on a signal frame of Linux as qemu-hppa 7.2 makes it.
 *
 * Source: PA-RISC 1.1 Architecture and Instruction Set Reference Manual, chapter 5; for the frame
 * linux-user/hppa/signal.c of QEMU: sc_gr[0] is the PSW, the upper half of sc_fr the left half of a register.
 */
#include "trap/parisc.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "trap/parisc_decode.h"

#define PSW_N 0x00200000ul /* the next instruction is nullified */
#define USER 3ul	   /* privilege level, the lowest bits of an address in the instruction queue */
#define LOST 0xfffffffful  /* what QEMU says of a queue whose second entry it does not know */

/* A load-and-clear is a load and a store; no other one of this program is between them. */
static atomic_flag clearing = ATOMIC_FLAG_INIT;

static void say(const char *what, unsigned long pc, uint32_t instruction)
{
	char line[160];
	int length = snprintf(line, sizeof(line), "iomap: %s: instruction 0x%08x at 0x%lx\n", what,
			      (unsigned)instruction, pc);

	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}

static uint32_t instruction_at(unsigned long pc)
{
	return *(const uint32_t *)pc;
}

/* General register 0 is 0; in the frame its place is the PSW's. */
static uint32_t general(const mcontext_t *frame, unsigned number)
{
	return number ? frame->sc_gr[number] : 0;
}

static void set_general(mcontext_t *frame, unsigned number, uint32_t value)
{
	if (number)
		frame->sc_gr[number] = value;
}

static uint64_t register_value(const mcontext_t *frame, const struct parisc_access *access)
{
	switch (access->part) {
	case PARISC_FLOAT_LEFT:
		return frame->sc_fr[access->target] >> 32;
	case PARISC_FLOAT_RIGHT:
		return (uint32_t)frame->sc_fr[access->target];
	case PARISC_FLOAT_DOUBLE:
		return frame->sc_fr[access->target];
	default:
		return general(frame, access->target);
	}
}

static void set_register(mcontext_t *frame, const struct parisc_access *access, uint64_t value)
{
	unsigned long long *whole = &frame->sc_fr[access->target];

	switch (access->part) {
	case PARISC_FLOAT_LEFT:
		*whole = value << 32 | (uint32_t)*whole;
		break;
	case PARISC_FLOAT_RIGHT:
		*whole = *whole >> 32 << 32 | value;
		break;
	case PARISC_FLOAT_DOUBLE:
		*whole = value;
		break;
	default:
		set_general(frame, access->target, (uint32_t)value);
	}
}

/* Bytes in memory are the number's, the most significant one first, in its last `width' bytes. */
static bool load(const struct window *window, uintptr_t address, unsigned width, uint64_t *value, struct fault *fault)
{
	*value = 0;
	return access_load(window, address, NUMBER, (char *)value + 8 - width, width, fault);
}

static bool store(const struct window *window, uintptr_t address, unsigned width, uint64_t value, struct fault *fault)
{
	return access_store(window, address, NUMBER, (char *)&value + 8 - width, width, fault);
}

static bool load_and_clear(const struct window *window, uintptr_t address, uint64_t *value, struct fault *fault)
{
	bool done;

	while (atomic_flag_test_and_set(&clearing))
		;
	done = access_allowed(window, address, true, fault) && load(window, address, 4, value, fault) &&
		store(window, address, 4, 0, fault);
	atomic_flag_clear(&clearing);
	return done;
}

/* STBY: of a word the bytes from the address to its end, or those before the address. */
static bool store_bytes(const struct window *window, uintptr_t address, const struct parisc_access *access,
			uint32_t word, struct fault *fault)
{
	unsigned first = address & 3;

	if (access->operation == PARISC_STORE_BYTES_BEGIN)
		return access_store(window, address, LANES, (char *)&word + first, 4 - first, fault);
	return !first || access_store(window, address - first, LANES, &word, first, fault);
}

static bool carry_out(mcontext_t *frame, const struct window *window, uintptr_t address,
		      const struct parisc_access *access, uint64_t *value, struct fault *fault)
{
	switch (access->operation) {
	case PARISC_LOAD:
		return load(window, address, access->width, value, fault);
	case PARISC_LOAD_AND_CLEAR:
		return load_and_clear(window, address, value, fault);
	case PARISC_STORE:
		return store(window, address, access->width, register_value(frame, access), fault);
	default:
		return store_bytes(window, address, access, general(frame, access->target), fault);
	}
}

/*
 * The second entry of the instruction queue. In the delay slot of a branch to where a register points QEMU has lost it,
 * but the branch is the instruction before. False: with its link the branch has overwritten the register.
 * Left out: such a branch that was nullified itself, which compilers do not make, is taken for one that branched.
 */
static bool complete_queue(mcontext_t *frame)
{
	unsigned long pc = frame->sc_iaoq[0] & ~USER, base;
	struct parisc_branch branch;

	if (frame->sc_iaoq[1] != LOST)
		return true;
	if (!parisc_decode_branch(instruction_at(pc - 4), &branch))
		return false;
	if (branch.link && (branch.link == branch.base || branch.link == branch.index))
		return false;
	base = branch.relative ? pc + 4 : general(frame, branch.base);
	frame->sc_iaoq[1] = (base + (general(frame, branch.index) << 3) + (unsigned long)branch.displacement) | USER;
	return true;
}

static bool is_store_bytes(const struct parisc_access *access)
{
	return access->operation == PARISC_STORE_BYTES_BEGIN || access->operation == PARISC_STORE_BYTES_END;
}

static bool is_aligned(const struct parisc_access *access, uintptr_t address, struct fault *fault)
{
	if (is_store_bytes(access) || address % access->width == 0)
		return true;
	*fault = (struct fault){ .signal = SIGBUS, .code = BUS_ADRALN, .address = address };
	return false;
}

static enum parisc_result refuse(const char *why, unsigned long pc, uintptr_t address, struct fault *fault)
{
	say(why, pc, instruction_at(pc));
	*fault = (struct fault){ .signal = SIGBUS, .code = BUS_OBJERR, .address = address };
	return PARISC_FAULT;
}

enum parisc_result parisc_trap(mcontext_t *frame, uintptr_t address, struct fault *fault)
{
	unsigned long pc = frame->sc_iaoq[0] & ~USER;
	struct parisc_access access;
	struct window window;
	uintptr_t first, changed;
	uint64_t value = 0;

	if (!window_at(address, &window))
		return PARISC_NOT_OURS;
	if (!complete_queue(frame))
		return refuse("where the branch before it leads is lost", pc, address, fault);
	if (!parisc_decode(instruction_at(pc), &access))
		return refuse("it cannot be carried out in a window", pc, address, fault);
	first = general(frame, access.base);
	changed = first + (general(frame, access.index) << access.shift) + (uint32_t)access.displacement;
	address = access.modify == PARISC_AFTER ? first : changed;
	if (address - window.start >= window.length)
		return PARISC_NOT_OURS;
	if (!is_aligned(&access, address, fault) || !carry_out(frame, &window, address, &access, &value, fault))
		return PARISC_FAULT;
	if (access.modify != PARISC_UNMODIFIED)
		set_general(frame, access.base, is_store_bytes(&access) ? changed & ~3ul : changed);
	if (access.operation == PARISC_LOAD || access.operation == PARISC_LOAD_AND_CLEAR)
		set_register(frame, &access, value);
	/* As after every instruction that nullifies nothing. */
	frame->sc_gr[0] &= ~PSW_N;
	frame->sc_iaoq[0] = frame->sc_iaoq[1];
	frame->sc_iaoq[1] += 4;
	return PARISC_DONE;
}

void parisc_forget(void)
{
	atomic_flag_clear(&clearing);
}
