/* ioctl(2) of the machine's files, IOMAPMAP and IOMAPUNMAP among them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "static/calls.h"
#include "static/job.h"
#include "static/program.h"
#include "static/reservation.h"

/* IOMAPMAP and IOMAPUNMAP without the size of the argument, which is 4 or 8. */
#define WITHOUT_SIZE 0xC000FFFFu
#define MAP (IOMAP_IOMAPMAP & WITHOUT_SIZE)
#define UNMAP (IOMAP_IOMAPUNMAP & WITHOUT_SIZE)
/* Of Linux: the call leaves something where the argument points to. */
#define LEAVES 0x80000000u

struct control {
	struct work work;
	struct file *file;
	uint32_t request;
	size_t size; /* of what the argument points to; 0: it is the value itself */
	uint64_t before, value;
	struct mapping mapping; /* of IOMAPMAP and IOMAPUNMAP */
};

static void drop(struct work *work)
{
	struct control *control = (struct control *)work;

	file_release(control->file);
	free(control);
}

/* The end of all of them. */
static void done(struct tracee *tracee, struct work *work, long result)
{
	struct control *control = (struct control *)work;
	bool leaves = control->size > 0 && ((control->request & LEAVES) || control->value != control->before);

	/* Little-endian: the first bytes are the lowest. */
	if (result >= 0 && leaves && !tracee_write(tracee->tid, tracee->argument[2], &control->value, control->size))
		result = -EFAULT;
	call_return(tracee, result);
	drop(work);
}

static long run(struct work *work)
{
	struct control *control = (struct control *)work;
	int result = file_ioctl(control->file, control->request, &control->value);

	return result == -1 ? -errno : result;
}

static struct control *control_of(const struct tracee *tracee)
{
	struct mapping *mapping = tracee->note;

	return (struct control *)((char *)mapping - offsetof(struct control, mapping));
}

static void finish_elsewhere(struct tracee *tracee)
{
	struct control *control = control_of(tracee);
	struct mapping *mapping = &control->mapping;

	if (reservation_failed(tracee)) {
		mapping_abandon(mapping);
		done(tracee, &control->work, -ENOMEM);
		return;
	}
	mapping->start = (uintptr_t)call_result(tracee);
	control->value = mapping->start;
	done(tracee, &control->work, reservation_install(mapping) ? 0 : -ENOMEM);
}

/* The machine's address was taken: elsewhere below 4 GiB, if the program leaves the choice to the system. */
static void finish_map(struct tracee *tracee)
{
	struct control *control = control_of(tracee);

	if (reservation_failed(tracee) && control->before == 0)
		reservation_make(tracee, &control->mapping, 0, MAP_32BIT, finish_elsewhere);
	else
		finish_elsewhere(tracee);
}

/*
 * After an IOMAPMAP, what this program had there is gone from the machine (rule 19), and goes here; but for the very
 * same mapping, which stays (rule 12).
 */
static void map_next(struct tracee *tracee)
{
	struct control *control = control_of(tracee);
	struct mapping *mapping = &control->mapping;
	struct mapping old;

	if (!mapping_at_machine(&program_mappings, mapping->address, mapping->length, &old)) {
		reservation_make(tracee, mapping, mapping->address, MAP_FIXED_NOREPLACE, finish_map);
	} else if (old.iomap && old.address == mapping->address && old.length == mapping->length &&
		   strcmp(old.file->path, mapping->file->path) == 0) {
		file_drop(mapping->file);
		control->value = old.start;
		done(tracee, &control->work, 0);
	} else if (reservation_forget(old.start, old.length, false) == -1) {
		done(tracee, &control->work, -errno);
	} else {
		reservation_drop(tracee, old.start, old.length, map_next);
	}
}

static void map(struct tracee *tracee, struct control *control)
{
	tracee->note = &control->mapping;
	if (mapping_ask_iomap(control->file, control->value, &control->mapping) == -1)
		done(tracee, &control->work, -errno);
	else
		map_next(tracee);
}

static void unmap_next(struct tracee *tracee)
{
	struct control *control = control_of(tracee);
	struct mapping gone;

	if (!mapping_of_iomap(&program_mappings, control->file, &gone))
		done(tracee, &control->work, 0);
	else if (reservation_forget(gone.start, gone.length, false) == -1)
		done(tracee, &control->work, -errno);
	else
		reservation_drop(tracee, gone.start, gone.length, unmap_next);
}

static void unmap(struct tracee *tracee, struct control *control)
{
	tracee->note = &control->mapping;
	control->size = 0;
	if (mapping_unmap_iomap(control->file) == -1)
		done(tracee, &control->work, -errno);
	else
		unmap_next(tracee);
}

static bool is_iomap(uint32_t request, uint32_t which)
{
	size_t size = file_ioctl_size(request);

	return (request & WITHOUT_SIZE) == which && (size == 4 || size == 8);
}

/* What the argument points to: a number. 0 or -errno. */
static long get_value(const struct tracee *tracee, struct control *control)
{
	control->value = tracee->argument[2];
	if (control->size == 0)
		return 0;
	if (control->size != 1 && control->size != 2 && control->size != 4 && control->size != 8)
		return -EINVAL;
	control->value = 0;
	if (!tracee_read(tracee->tid, tracee->argument[2], &control->value, control->size))
		return -EFAULT;
	control->before = control->value;
	return 0;
}

static void begin(struct tracee *tracee, struct control *control)
{
	long result;

	if (is_iomap(control->request, UNMAP)) {
		unmap(tracee, control);
		return;
	}
	result = get_value(tracee, control);
	if (result < 0)
		done(tracee, &control->work, result);
	else if (is_iomap(control->request, MAP))
		map(tracee, control);
	else
		job_begin(tracee, &control->work);
}

/* The kernel's requests for any file, and for terminals: FIONBIO, FIOCLEX, TCGETS, ... */
static bool is_of_host(uint32_t request)
{
	return request >> 8 == 'T';
}

void call_ioctl(struct tracee *tracee)
{
	uint32_t request = (uint32_t)tracee->argument[1];
	struct file *file = is_of_host(request) ? NULL : table_get(&program_table, (int)tracee->argument[0]);
	struct control *control;

	if (!file)
		return;
	control = calloc(1, sizeof(*control));
	if (!control) {
		call_return(tracee, -ENOMEM);
		file_release(file);
		return;
	}
	control->work = (struct work){ run, done, drop, .restarts = true };
	control->file = file;
	control->request = request;
	control->size = file_ioctl_size(request);
	begin(tracee, control);
}
