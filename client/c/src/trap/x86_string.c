/*
 * movs, stos, lods, cmps and scas: one access for each element. With a repeat prefix as many at once as lie together;
 * after those the instruction is executed again, as after an interrupt, so that signals come in between.
 *
 * In value order, what rep movsb and movsq copy is lanes, as the same copy by vector registers is: an array of words
 * that memcpy copies is the same array, however memcpy does it. movsw and movsd copy numbers.
 */
#include <string.h>

#include "trap/x86_execute.h"
#include "trap/x86_trap.h"

#define STEPS 64 /* elements in one go where each is looked at */

struct string {
	struct trap *trap;
	struct x86_cpu *cpu;
	struct room *room;
	unsigned width; /* of an element */
	bool repeats;
	enum element element; /* of what is copied or filled */
	uint64_t segment;     /* base of the source's */
	bool narrow;	      /* addresses and the count are 32 bits wide */
};

static uint64_t count_left(const struct string *s)
{
	uint64_t count = s->cpu->gpr[X86_RCX];

	if (!s->repeats)
		return 1;
	return s->narrow ? (uint32_t)count : count;
}

static uint64_t pointer(const struct string *s, unsigned number)
{
	uint64_t value = s->cpu->gpr[number];

	return (s->narrow ? (uint32_t)value : value) + (number == X86_RSI ? s->segment : 0);
}

static bool is_backward(const struct string *s)
{
	return (s->cpu->rflags & FLAG_DIRECTION) != 0;
}

static void advance(struct string *s, unsigned number, uint64_t count)
{
	uint64_t bytes = count * s->width;
	uint64_t value = s->cpu->gpr[number] + (is_backward(s) ? -bytes : bytes);

	s->cpu->gpr[number] = s->narrow ? (uint32_t)value : value;
}

static void count_down(struct string *s, uint64_t count)
{
	uint64_t left = count_left(s) - count;

	if (s->repeats)
		s->cpu->gpr[X86_RCX] = left;
}

/* After a part: done when nothing is left, else the same again. */
static enum x86_result progress(struct string *s)
{
	if (!s->repeats || count_left(s) == 0)
		return trap_done(s->trap);
	s->cpu->rflags &= ~(uint64_t)FLAG_RESUME;
	return X86_DONE;
}

/* Elements from the address on, at most count, that are whole in one window (then *window) or whole in none. */
static size_t together(const struct string *s, uint64_t address, size_t count, struct window *window, bool *inside)
{
	uint64_t bytes = count * s->width;

	*inside = false;
	if (!window_first(address, bytes, window))
		return count;
	if (window->start > address)
		return (window->start - address) / s->width;
	*inside = true;
	if (address % s->width != 0)
		return 0;
	if (window->start + window->length - address < bytes)
		bytes = window->start + window->length - address;
	return bytes / s->width;
}

/* Returns how many elements were carried out. More than one: all of them are in one window, or in none. */
static size_t load(struct string *s, uint64_t address, void *into, size_t count)
{
	struct window window;
	size_t done = 0;

	if (count > 1 && window_at(address, &window))
		return access_load_string(&window, address, s->element, s->width, into, count, s->trap->fault);
	if (count > 1)
		done = s->cpu->read(s->cpu, address, into, count * s->width) / s->width;
	return done > 0 ? done : memory_load(s->cpu, address, s->element, into, s->width, s->trap->fault);
}

static size_t store(struct string *s, uint64_t address, void *from, size_t count)
{
	struct window window;
	size_t done = 0;

	if (count > 1 && window_at(address, &window))
		return access_store_string(&window, address, s->element, s->width, from, count, s->trap->fault);
	if (count > 1)
		done = s->cpu->write(s->cpu, address, from, count * s->width) / s->width;
	return done > 0 ? done : memory_store(s->cpu, address, s->element, from, s->width, s->trap->fault);
}

/* How many elements from the address on can go in one piece; at least one. */
static size_t piece(const struct string *s, uint64_t address)
{
	uint64_t left = count_left(s);
	size_t most = EXECUTE_STRING / s->width, count;
	struct window window;
	bool inside;

	if (is_backward(s))
		return 1;
	count = together(s, address, left < most ? left : most, &window, &inside);
	return count > 0 ? count : 1;
}

/* So that the next piece of lanes begins with a whole word of the window. */
static size_t to_end_of_word(const struct string *s, uint64_t address, size_t count)
{
	size_t ragged = (address + count) % 4;

	if (s->element == NUMBER || s->width != 1 || count == count_left(s) || count <= ragged)
		return count;
	return count - ragged;
}

/* A copy whose destination lies in its source sees what it stored itself. */
static size_t without_overlap(const struct string *s, uint64_t source, uint64_t destination, size_t count)
{
	uint64_t distance = destination - source;

	if (distance >= count * s->width)
		return count;
	return distance >= s->width ? distance / s->width : 1;
}

static enum x86_result copy(struct string *s)
{
	uint8_t *bytes = s->room->string;
	uint64_t source = pointer(s, X86_RSI), destination = pointer(s, X86_RDI);
	size_t count = piece(s, source), of_destination = piece(s, destination), done;

	if (of_destination < count)
		count = of_destination;
	count = without_overlap(s, source, destination, count);
	count = to_end_of_word(s, window_overlaps(source, 1) ? source : destination, count);
	done = load(s, source, bytes, count);
	if (done > 0)
		done = store(s, destination, bytes, done);
	advance(s, X86_RSI, done);
	advance(s, X86_RDI, done);
	count_down(s, done);
	return done > 0 ? progress(s) : X86_FAULT;
}

static enum x86_result fill(struct string *s)
{
	uint8_t *bytes = s->room->string;
	uint64_t destination = pointer(s, X86_RDI);
	size_t count = to_end_of_word(s, destination, piece(s, destination)), done;

	for (size_t i = 0; i < count; i++)
		memcpy(bytes + i * s->width, &s->cpu->gpr[X86_RAX], s->width);
	done = store(s, destination, bytes, count);
	advance(s, X86_RDI, done);
	count_down(s, done);
	return done > 0 ? progress(s) : X86_FAULT;
}

static ZydisRegister accumulator(const struct string *s)
{
	switch (s->width) {
	case 1:
		return ZYDIS_REGISTER_AL;
	case 2:
		return ZYDIS_REGISTER_AX;
	case 4:
		return ZYDIS_REGISTER_EAX;
	default:
		return ZYDIS_REGISTER_RAX;
	}
}

static enum x86_result load_accumulator(struct string *s)
{
	for (unsigned i = 0; i < STEPS && count_left(s) > 0; i++) {
		uint64_t value = 0;

		if (load(s, pointer(s, X86_RSI), &value, 1) == 0)
			return X86_FAULT;
		register_set(s->cpu, accumulator(s), value);
		advance(s, X86_RSI, 1);
		count_down(s, 1);
		if (!s->repeats)
			break;
	}
	return progress(s);
}

/* The flags of a - b in so many bits. SDM volume 2, CMP. */
static uint64_t flags_of_difference(uint64_t a, uint64_t b, unsigned bits)
{
	uint64_t mask = bits == 64 ? ~UINT64_C(0) : (UINT64_C(1) << bits) - 1;
	uint64_t difference = (a - b) & mask, sign = UINT64_C(1) << (bits - 1);

	return (a < b ? FLAG_CARRY : 0) | (__builtin_parity((unsigned)(difference & 0xFF)) ? 0 : FLAG_PARITY) |
		((a ^ b ^ difference) & 0x10 ? FLAG_ADJUST : 0) | (difference == 0 ? FLAG_ZERO : 0) |
		(difference & sign ? FLAG_SIGN : 0) | ((a ^ b) & (a ^ difference) & sign ? FLAG_OVERFLOW : 0);
}

static void compare(struct string *s, uint64_t a, uint64_t b)
{
	s->cpu->rflags &= ~(uint64_t)FLAGS_STATUS;
	s->cpu->rflags |= flags_of_difference(a, b, s->width * 8);
}

/* Does repe or repne end with these flags? */
static bool is_found(const struct string *s)
{
	bool equal = (s->cpu->rflags & FLAG_ZERO) != 0;
	bool while_equal = (s->trap->instruction.attributes & ZYDIS_ATTRIB_HAS_REPNE) == 0;

	return equal != while_equal;
}

/* cmps and scas: the first operand is [rsi] or the accumulator, the second [rdi]. */
static enum x86_result search(struct string *s, bool of_two)
{
	for (unsigned i = 0; i < STEPS; i++) {
		uint64_t a = of_two ? 0 : register_get(s->cpu, accumulator(s)), b = 0;

		if ((of_two && load(s, pointer(s, X86_RSI), &a, 1) == 0) || load(s, pointer(s, X86_RDI), &b, 1) == 0)
			return X86_FAULT;
		compare(s, a, b);
		if (of_two)
			advance(s, X86_RSI, 1);
		advance(s, X86_RDI, 1);
		count_down(s, 1);
		if (!s->repeats || is_found(s) || count_left(s) == 0)
			return trap_done(s->trap);
	}
	return progress(s);
}

static uint64_t source_segment(const struct trap *trap)
{
	for (unsigned i = 0; i < trap->instruction.operand_count; i++) {
		const ZydisDecodedOperand *operand = &trap->operands[i];

		if (!is_memory(operand) || register_number(operand->mem.base) != X86_RSI)
			continue;
		if (operand->mem.segment == ZYDIS_REGISTER_FS)
			return trap->cpu->fs_base;
		if (operand->mem.segment == ZYDIS_REGISTER_GS)
			return trap->cpu->gs_base;
	}
	return 0;
}

static enum x86_result by_kind(struct string *s)
{
	switch (s->trap->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_MOVSB:
	case ZYDIS_MNEMONIC_MOVSW:
	case ZYDIS_MNEMONIC_MOVSD:
	case ZYDIS_MNEMONIC_MOVSQ:
		s->element = s->width == 8 || (s->width == 1 && s->repeats) ? LANES : NUMBER;
		return copy(s);
	case ZYDIS_MNEMONIC_STOSB:
	case ZYDIS_MNEMONIC_STOSW:
	case ZYDIS_MNEMONIC_STOSD:
	case ZYDIS_MNEMONIC_STOSQ:
		s->element = s->width == 8 && s->repeats ? LANES : NUMBER;
		return fill(s);
	case ZYDIS_MNEMONIC_LODSB:
	case ZYDIS_MNEMONIC_LODSW:
	case ZYDIS_MNEMONIC_LODSD:
	case ZYDIS_MNEMONIC_LODSQ:
		return load_accumulator(s);
	case ZYDIS_MNEMONIC_CMPSB:
	case ZYDIS_MNEMONIC_CMPSW:
	case ZYDIS_MNEMONIC_CMPSD:
	case ZYDIS_MNEMONIC_CMPSQ:
		return search(s, true);
	case ZYDIS_MNEMONIC_SCASB:
	case ZYDIS_MNEMONIC_SCASW:
	case ZYDIS_MNEMONIC_SCASD:
	case ZYDIS_MNEMONIC_SCASQ:
		return search(s, false);
	default:
		return trap_refuse(s->trap, "it reads or writes a port");
	}
}

enum x86_result string(struct trap *trap)
{
	const uint64_t repeat = ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE;
	struct string s = {
		.trap = trap,
		.cpu = trap->cpu,
		.width = trap->operands[0].size / 8,
		.repeats = (trap->instruction.attributes & repeat) != 0,
		.segment = source_segment(trap),
		.element = NUMBER,
		.narrow = trap->instruction.address_width == 32,
	};
	enum x86_result result;

	s.room = execute_enter();
	result = by_kind(&s);
	execute_leave(s.room);
	return result;
}
