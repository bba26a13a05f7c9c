/*
 * Every load and store of PA-RISC 1.1, with registers and displacements at random, on memory and on a window at the
 * same address: registers and memory must be the same afterwards. The window's bus is that same memory, mapped a
 * second time. Then what surrounds an instruction: nullification and delay slots.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "trap/parisc.h"
#include "trap/parisc_decode.h"

#define SIZE 0x8000ul
#define ROUNDS 60

static char *area; /* what the instructions use: memory, or a window */
static char *bus;  /* the same memory, always */
static unsigned traps;
static bool failing;
static struct fault last_fault;

/* The window and its bus, in the place of window.c and access.c. */

bool window_at(uintptr_t address, struct window *window)
{
	*window = (struct window){ .start = (uintptr_t)area, .length = SIZE, .protection = PROT_READ | PROT_WRITE };
	return address - (uintptr_t)area < SIZE;
}

bool access_allowed(const struct window *window, uintptr_t address, bool stores, struct fault *fault)
{
	(void)window, (void)address, (void)stores, (void)fault;
	return true;
}

/* The next access is a bus error. */
static bool fails(struct fault *fault)
{
	*fault = (struct fault){ .signal = SIGBUS, .code = BUS_ADRERR };
	return failing;
}

bool access_load(const struct window *window, uintptr_t address, enum element element, void *into, size_t count,
		 struct fault *fault)
{
	(void)element;
	if (fails(fault))
		return false;
	memcpy(into, bus + (address - window->start), count);
	return true;
}

bool access_store(const struct window *window, uintptr_t address, enum element element, const void *from, size_t count,
		  struct fault *fault)
{
	(void)element;
	if (fails(fault))
		return false;
	memcpy(bus + (address - window->start), from, count);
	return true;
}

static void on_trap(int number, siginfo_t *info, void *context)
{
	ucontext_t *frame = context;
	enum parisc_result result = parisc_trap(&frame->uc_mcontext, (uintptr_t)info->si_addr, &last_fault);

	traps++;
	if (result == PARISC_FAULT && failing)
		mprotect(area, SIZE, PROT_READ | PROT_WRITE); /* it is executed again, on memory */
	if (result == PARISC_DONE || (result == PARISC_FAULT && failing))
		return;
	printf("FAILED: signal %d at %p, instruction 0x%08x\n", number, info->si_addr,
	       *(unsigned *)(frame->uc_mcontext.sc_iaoq[0] & ~3ul));
	exit(1);
}

/*
 * Executes code with these registers. General registers 19 to 26, 28, 29 and 31, and the floating point registers 4 to
 * 11 are loaded before and stored after; the code ends with a return through register 2.
 */
struct registers {
	unsigned general[32];
	unsigned long long floating[32] __attribute__((aligned(8)));
};
void execute(struct registers *registers, const unsigned *code);

/* clang-format off */
__asm__(
	"	.text\n	.globl execute\n	.type execute,@function\n"
	"execute:\n"
	"	stw %r2,-20(%r30)\n	stw,ma %r3,64(%r30)\n	copy %r26,%r3\n	copy %r25,%r1\n"
	"	ldo 128+4*8(%r3),%r22\n"
	"	fldd,ma 8(%r22),%fr4\n	fldd,ma 8(%r22),%fr5\n	fldd,ma 8(%r22),%fr6\n	fldd,ma 8(%r22),%fr7\n"
	"	fldd,ma 8(%r22),%fr8\n	fldd,ma 8(%r22),%fr9\n	fldd,ma 8(%r22),%fr10\n	fldd,ma 8(%r22),%fr11\n"
	"	ldw 76(%r3),%r19\n	ldw 80(%r3),%r20\n	ldw 84(%r3),%r21\n	ldw 88(%r3),%r22\n"
	"	ldw 92(%r3),%r23\n	ldw 96(%r3),%r24\n	ldw 100(%r3),%r25\n	ldw 104(%r3),%r26\n"
	"	ldw 112(%r3),%r28\n	ldw 116(%r3),%r29\n	ldw 124(%r3),%r31\n"
	"	bl .Lenter,%r2\n	nop\n"
	"	stw %r19,76(%r3)\n	stw %r20,80(%r3)\n	stw %r21,84(%r3)\n	stw %r22,88(%r3)\n"
	"	stw %r23,92(%r3)\n	stw %r24,96(%r3)\n	stw %r25,100(%r3)\n	stw %r26,104(%r3)\n"
	"	stw %r28,112(%r3)\n	stw %r29,116(%r3)\n	stw %r31,124(%r3)\n"
	"	ldo 128+4*8(%r3),%r22\n"
	"	fstd,ma %fr4,8(%r22)\n	fstd,ma %fr5,8(%r22)\n	fstd,ma %fr6,8(%r22)\n	fstd,ma %fr7,8(%r22)\n"
	"	fstd,ma %fr8,8(%r22)\n	fstd,ma %fr9,8(%r22)\n	fstd,ma %fr10,8(%r22)\n	fstd,ma %fr11,8(%r22)\n"
	"	ldw,mb -64(%r30),%r3\n	ldw -20(%r30),%r2\n	bv %r0(%r2)\n	nop\n"
	".Lenter:\n"
	"	bv %r0(%r1)\n	nop\n");
/* clang-format on */

#define NOP 0x08000240u
#define RETURN 0xe840c000u /* bv %r0(%r2) */

static unsigned random_state = 1;

static unsigned random_below(unsigned bound)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % bound;
}

static const unsigned char GENERALS[] = { 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 31 };

static unsigned some_general(void)
{
	return GENERALS[random_below(sizeof(GENERALS))];
}

static void fill(void *memory, size_t size)
{
	unsigned char *bytes = memory;

	for (size_t i = 0; i < size; i++)
		bytes[i] = random_below(256);
}

/* Every form, by its mnemonic of version 1.1; the fields that are chosen at random are 0. */
static const struct form {
	const char *name;
	unsigned bits, width;
	enum { LONG, INDEXED, SHORT, SHORT_STORE } layout;
	int floating;
} FORMS[] = {
	{ "ldb", 0x40000000, 1, LONG, 0 },	   { "ldh", 0x44000000, 2, LONG, 0 },
	{ "ldw", 0x48000000, 4, LONG, 0 },	   { "ldwm", 0x4c000000, 4, LONG, 0 },
	{ "stb", 0x60000000, 1, LONG, 0 },	   { "sth", 0x64000000, 2, LONG, 0 },
	{ "stw", 0x68000000, 4, LONG, 0 },	   { "stwm", 0x6c000000, 4, LONG, 0 },
	{ "ldbx", 0x0c000000, 1, INDEXED, 0 },	   { "ldhx", 0x0c000040, 2, INDEXED, 0 },
	{ "ldwx", 0x0c000080, 4, INDEXED, 0 },	   { "ldcwx", 0x0c0001c0, 16, INDEXED, 0 },
	{ "ldbs", 0x0c001000, 1, SHORT, 0 },	   { "ldhs", 0x0c001040, 2, SHORT, 0 },
	{ "ldws", 0x0c001080, 4, SHORT, 0 },	   { "ldcws", 0x0c0011c0, 16, SHORT, 0 },
	{ "stbs", 0x0c001200, 1, SHORT_STORE, 0 }, { "sths", 0x0c001240, 2, SHORT_STORE, 0 },
	{ "stws", 0x0c001280, 4, SHORT_STORE, 0 }, { "stbys", 0x0c001300, 1, SHORT_STORE, 0 },
	{ "fldwx", 0x24000000, 4, INDEXED, 1 },	   { "fldwx R", 0x24000040, 4, INDEXED, 1 },
	{ "fstwx", 0x24000200, 4, INDEXED, 1 },	   { "fstwx R", 0x24000240, 4, INDEXED, 1 },
	{ "fldws", 0x24001000, 4, SHORT, 1 },	   { "fldws R", 0x24001040, 4, SHORT, 1 },
	{ "fstws", 0x24001200, 4, SHORT, 1 },	   { "fstws R", 0x24001240, 4, SHORT, 1 },
	{ "flddx", 0x2c000000, 8, INDEXED, 1 },	   { "fstdx", 0x2c000200, 8, INDEXED, 1 },
	{ "fldds", 0x2c001000, 8, SHORT, 1 },	   { "fstds", 0x2c001200, 8, SHORT, 1 },
};
#define FORM_COUNT (sizeof(FORMS) / sizeof(FORMS[0]))

/* The displacement, a multiple of the width or 0 where none fits, with its sign in the lowest bit. */
static unsigned displacement(unsigned bits, unsigned width)
{
	unsigned steps = (1u << (bits - 1)) / width, negative = random_below(2);
	unsigned magnitude = steps ? random_below(steps) * width : 0;

	return magnitude << 1 | negative;
}

/*
 * One of the form, and registers for it: its address is in the middle of the area, give or take what its fields add. Of
 * what is undefined - a base that is also the target or the index of a modifying instruction - there is nothing.
 */
static unsigned choose(const struct form *form, struct registers *registers)
{
	unsigned base = some_general(), target, index, modify = random_below(2), completer = random_below(2);
	unsigned bits = form->bits | base << 21;

	do
		target = some_general();
	while (target == base);
	do
		index = some_general();
	while (index == base);
	registers->general[base] = (unsigned)(uintptr_t)(area + SIZE / 2) + random_below(16) * form->width;
	if (form->floating)
		target = 4 + random_below(8);
	else if (random_below(16) == 0)
		target = 0;
	switch (form->layout) {
	case LONG:
		return bits | target << 16 | displacement(14, form->width);
	case INDEXED:
		registers->general[index] = random_below(64) * form->width;
		return bits | index << 16 | completer << 13 | modify << 5 | target;
	case SHORT:
		return bits | displacement(5, form->width) << 16 | completer << 13 | modify << 5 | target;
	default:
		return bits | target << 16 | completer << 13 | modify << 5 | displacement(5, form->width);
	}
}

/*
 * Executes the code on memory, on a window, and on a window whose first access fails until a handler has made memory of
 * it. Says whether that made any difference.
 */
static int same_on_all(const char *name, const unsigned *code, const struct registers *registers)
{
	static char before[SIZE], after[SIZE];
	struct registers plain = *registers;

	memcpy(before, bus, SIZE);
	mprotect(area, SIZE, PROT_READ | PROT_WRITE);
	execute(&plain, code);
	memcpy(after, bus, SIZE);
	for (int i = 0; i < 2; i++) {
		struct registers trapped = *registers;
		unsigned traps_before = traps;

		memcpy(bus, before, SIZE);
		mprotect(area, SIZE, PROT_NONE);
		failing = i == 1;
		execute(&trapped, code);
		failing = false;
		if (memcmp(&plain, &trapped, sizeof(plain)) || memcmp(after, bus, SIZE) || traps == traps_before) {
			printf("FAILED: %s 0x%08x\n", name, code[0]);
			return 0;
		}
	}
	return 1;
}

static unsigned every_form(void)
{
	unsigned *code = mmap(NULL, 0x1000, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned good = 0;

	for (size_t i = 0; i < FORM_COUNT; i++)
		for (unsigned round = 0; round < ROUNDS; round++) {
			struct registers registers;

			fill(&registers, sizeof(registers));
			code[0] = choose(&FORMS[i], &registers);
			code[1] = RETURN;
			code[2] = NOP;
			__asm__ volatile("fdc %%r0(%0)\n sync\n fic %%r0(%%sr4,%0)\n sync" : : "r"(code) : "memory");
			good += same_on_all(FORMS[i].name, code, &registers);
		}
	return good;
}

/*
 * Loads at register 26 in all places of the instruction queue. Registers 20 and 21 are 0, register 19 is 3.
 */
#define SURROUNDINGS(S)                                                                                         \
	S(delay_of_bv, "bv %r0(%r2)\n ldw 0(%r26),%r28")                                                        \
	S(delay_of_bv_indexed, "bl .+8,%r31\n ldi 1,%r20\n bv %r20(%r31)\n ldw 4(%r26),%r28\n nop\n nop\n nop") \
	S(delay_of_be, "copy %r2,%r29\n be 0(%sr4,%r29)\n ldw 8(%r26),%r28")                                    \
	S(delay_of_ble,                                                                                         \
	  "bl .+8,%r29\n nop\n be,l 16(%sr4,%r29),%sr0,%r31\n ldwm 4(%r26),%r28\n nop\n"                        \
	  " stw %r31,4(%r26)")                                                                                  \
	S(delay_of_blr, "ldi 1,%r29\n blr %r29,%r31\n ldw 0(%r26),%r28\n ldi 1,%r24\n ldi 2,%r24\n ldi 3,%r25") \
	S(delay_of_b, "b .+16\n ldw 12(%r26),%r28\n ldi 1,%r24\n ldi 2,%r24\n ldi 3,%r25")                      \
	S(delay_of_a_loop, "addib,<> -1,%r19,.\n ldwm 4(%r26),%r28\n stw %r28,0(%r26)")                         \
	S(delay_at_the_end_of_a_loop, "addib,<>,n -1,%r19,.-0\n ldwm 4(%r26),%r28\n ldwm 4(%r26),%r24")         \
	S(behind_a_bv_that_nullifies, "b .+12\n nop\n bv,n %r0(%r2)\n ldwm 4(%r26),%r28\n ldi 3,%r25")          \
	S(nullified, "comclr,= %r0,%r0,%r24\n ldwm 4(%r26),%r28\n ldwm 4(%r26),%r29\n ldi 3,%r25")              \
	S(not_nullified, "comclr,<> %r0,%r0,%r24\n ldwm 4(%r26),%r28\n ldi 3,%r25\n ldi 4,%r29")                \
	S(behind_a_nullified_one, "comclr,= %r0,%r0,%r24\n ldi 2,%r29\n ldwm 4(%r26),%r28\n ldi 3,%r25")        \
	S(behind_a_branch_that_nullifies,                                                                       \
	  "comb,=,n %r0,%r0,.+16\n ldi 1,%r24\n ldi 2,%r24\n ldi 3,%r24\n"                                      \
	  " ldwm 4(%r26),%r28\n ldi 4,%r25")                                                                    \
	S(behind_a_nullified_one_of_the_next_page,                                                              \
	  "b .Lend_of_page\n nop\n .balign 4096\n .skip 4092\n"                                                 \
	  ".Lend_of_page:\n comb,=,n %r0,%r0,.+8\n ldi 1,%r24\n ldwm 4(%r26),%r28\n ldi 4,%r25")                \
	S(two_in_a_row, "ldw 0(%r26),%r28\n stw %r28,4(%r26)\n ldw 4(%r26),%r29\n bv %r0(%r2)\n stb %r29,9(%r26)")

#define CODE(NAME, TEXT)                                                         \
	__asm__("	.text\n" #NAME ":\n " TEXT "\n	bv %r0(%r2)\n	nop\n"); \
	extern const unsigned NAME[];
SURROUNDINGS(CODE)

static unsigned every_surrounding(unsigned *count)
{
#define ROW(NAME, TEXT) { #NAME, NAME },
	static const struct {
		const char *name;
		const unsigned *code;
	} rows[] = { SURROUNDINGS(ROW) };
	unsigned good = 0;

	*count = sizeof(rows) / sizeof(rows[0]);
	for (unsigned i = 0; i < *count; i++) {
		struct registers registers;

		fill(&registers, sizeof(registers));
		registers.general[19] = 3;
		registers.general[20] = registers.general[21] = 0;
		registers.general[26] = (uintptr_t)area + 64 * i;
		/* More than once: QEMU's code of the second time has been translated before. */
		good += same_on_all(rows[i].name, rows[i].code, &registers) &&
			same_on_all(rows[i].name, rows[i].code, &registers);
	}
	return good;
}

static void refuses(const char *what, unsigned bits, unsigned offset, int code)
{
	mcontext_t frame = { .sc_iaoq = { (uintptr_t)&bits | 3, (uintptr_t)(&bits + 1) | 3 } }, before;
	uintptr_t address = (uintptr_t)area + offset;

	frame.sc_gr[26] = address;
	before = frame;
	if (parisc_trap(&frame, address, &last_fault) != PARISC_FAULT || last_fault.signal != SIGBUS ||
	    last_fault.code != code || last_fault.address != address || memcmp(&before, &frame, sizeof(frame)))
		printf("FAILED: %s\n", what);
	else
		printf("%s\n", what);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO };
	int memory = memfd_create("memory", 0);
	unsigned all, good;

	if (memory < 0 || ftruncate(memory, SIZE) != 0)
		return 1;
	area = mmap(NULL, SIZE, PROT_NONE, MAP_SHARED, memory, 0);
	bus = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	fill(bus, SIZE);
	sigaction(SIGSEGV, &action, NULL);
	good = every_form();
	printf("%u of %u instructions are the same on memory and on a window\n", good, (unsigned)FORM_COUNT * ROUNDS);
	good = every_surrounding(&all);
	printf("%u of %u sequences are the same on memory and on a window\n", good, all);
	refuses("a word that is not aligned is a bus error", 0x0f40109c, 2, BUS_ADRALN);
	refuses("an absolute load cannot be carried out", 0x0f40119c, 0, BUS_OBJERR);
	return 0;
}
