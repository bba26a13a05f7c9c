/* The program that is traced. */
#include "static/program.h"

#include "static/descriptor.h"
#include "trap/x86.h"

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

/* Where the next window begins, and how much is before it. */
static size_t before_window(uint64_t address, size_t count, struct window *window)
{
	if (!window_first(address, count, window) || window->start - address >= count)
		return count;
	return window->start > address ? window->start - address : 0;
}

static size_t in_window(uint64_t address, size_t count, const struct window *window)
{
	size_t rest = window->start + window->length - address;

	return count < rest ? count : rest;
}

size_t program_read(struct tracee *tracee, uint64_t from, void *into, size_t count)
{
	unsigned char *to = into;
	struct window window;
	struct fault fault;
	size_t done = 0;

	while (done < count) {
		size_t piece = before_window(from + done, count - done, &window);
		size_t copied;

		if (piece > 0) {
			copied = tracee_read_some(tracee->tid, from + done, to + done, piece);
		} else {
			piece = in_window(from + done, count - done, &window);
			copied = access_load(&window, from + done, LANES, to + done, piece, &fault) ? piece : 0;
		}
		done += copied;
		if (copied < piece)
			break;
	}
	return done;
}

size_t program_write(struct tracee *tracee, uint64_t to, const void *from, size_t count)
{
	const unsigned char *bytes = from;
	struct window window;
	struct fault fault;
	size_t done = 0;

	while (done < count) {
		size_t piece = before_window(to + done, count - done, &window);
		size_t copied;

		if (piece > 0) {
			copied = tracee_write_some(tracee->tid, to + done, bytes + done, piece);
		} else {
			piece = in_window(to + done, count - done, &window);
			copied = access_store(&window, to + done, LANES, bytes + done, piece, &fault) ? piece : 0;
		}
		done += copied;
		if (copied < piece)
			break;
	}
	return done;
}
