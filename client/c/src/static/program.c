/* The program that is traced. */
#include "static/program.h"

#include "static/descriptor.h"
#include "static/report.h"
#include "trap/access.h"
#include "trap/x86.h"

#define WORD 4u

struct machine program_machine = MACHINE_INITIAL;
struct table program_table;
struct mappings program_mappings = MAPPINGS_INITIAL;

static bool trap(const struct mapping *mapping)
{
	return window_add(&(struct window){
		.start = mapping->start,
		.length = mapping->length,
		.address = mapping->address,
		.process = program_machine.process,
		.order = mapping->order,
		.protection = mapping->protection,
		.file = -1,
	});
}

bool program_trap(uintptr_t start, size_t length)
{
	struct mapping mapping;
	uintptr_t end = start + length;

	while (mapping_next(&program_mappings, start, &mapping) && mapping.start < end) {
		if (!trap(&mapping))
			return false;
		start = mapping.start + mapping.length;
	}
	return true;
}

void program_forked(void)
{
	report_start();
	descriptor_forked();
	x86_forget();
	machine_forget(&program_machine);
	file_inherit_all();
	mapping_inherit(&program_mappings);
	window_remove(0, SIZE_MAX);
	program_trap(0, SIZE_MAX);
}

void program_executed(void)
{
	window_remove(0, SIZE_MAX);
	mapping_remove(&program_mappings, 0, SIZE_MAX, true);
	descriptor_executed();
}

void program_ended(int status)
{
	if (program_machine.process)
		iomap_exit(program_machine.process, status);
}

typedef size_t string(const struct window *window, uintptr_t address, enum element element, unsigned width, void *bytes,
		      size_t count, struct fault *fault);

/* What one access can be of: a byte, before the words begin and behind their end, or all the words. */
static size_t piece_of(uint64_t address, size_t count, unsigned *width)
{
	*width = address % WORD == 0 && count >= WORD ? WORD : 1;
	if (*width == 1)
		return 1;
	return count - count % WORD;
}

/* As a copy by the program itself: words where they are aligned, bytes at ragged edges. How many could be copied. */
static size_t copy_window(string *move, const struct window *window, uint64_t address, unsigned char *bytes,
			  size_t count)
{
	size_t inside = window->start + window->length - address;
	size_t end = count < inside ? count : inside;
	size_t done = 0;

	while (done < end) {
		unsigned width;
		size_t piece = piece_of(address + done, end - done, &width);
		struct fault fault;

		if (move(window, address + done, LANES, width, bytes + done, piece / width, &fault) != piece / width)
			break;
		done += piece;
	}
	return done;
}

/* The bytes that lie before the next window; if there are none, *window is it. */
static size_t before_window(uint64_t address, size_t count, struct window *window)
{
	if (!window_first(address, count, window))
		return count;
	return window->start > address ? window->start - address : 0;
}

size_t program_read(struct tracee *tracee, uint64_t from, void *into, size_t count)
{
	unsigned char *bytes = into;
	struct window window;
	size_t done = 0, copied = 1;

	while (done < count && copied > 0) {
		size_t before = before_window(from + done, count - done, &window);

		copied = before > 0 ? tracee_read_some(tracee->tid, from + done, bytes + done, before)
				    : copy_window(access_load_string, &window, from + done, bytes + done, count - done);
		done += copied;
	}
	return done;
}

size_t program_write(struct tracee *tracee, uint64_t to, void *from, size_t count)
{
	unsigned char *bytes = from;
	struct window window;
	size_t done = 0, copied = 1;

	while (done < count && copied > 0) {
		size_t before = before_window(to + done, count - done, &window);

		copied = before > 0 ? tracee_write_some(tracee->tid, to + done, bytes + done, before)
				    : copy_window(access_store_string, &window, to + done, bytes + done, count - done);
		done += copied;
	}
	return done;
}
