/*
 * read(2) and write(2) in all their forms: of the machine's files, and of the host's when the program's buffer is in a
 * window, which the kernel could not read or write.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/job.h"
#include "static/program.h"
#include "trap/window.h"

/* A longer one transfers less than was asked for. */
#define LARGEST (64u << 20)

struct transfer {
	struct work work;
	struct file *file; /* null: the host's */
	int host;	   /* the program's descriptor, as one of the tracer */
	bool in;	   /* a read */
	bool positioned;   /* pread or pwrite: `offset' is the program's, and the file's position stays */
	int64_t offset;
	unsigned char *data;
	size_t count;
	int segments;
	struct iovec segment[IOV_MAX];
};

static bool is_vector(long number)
{
	return number == SYS_readv || number == SYS_writev || number == SYS_preadv || number == SYS_pwritev ||
		number == SYS_preadv2 || number == SYS_pwritev2;
}

static bool is_positioned(const struct tracee *tracee)
{
	switch (tracee->number) {
	case SYS_read:
	case SYS_write:
	case SYS_readv:
	case SYS_writev:
		return false;
	case SYS_preadv2:
	case SYS_pwritev2:
		return (int64_t)tracee->argument[3] != -1;
	default:
		return true;
	}
}

static bool is_read(long number)
{
	return number == SYS_read || number == SYS_readv || number == SYS_pread64 || number == SYS_preadv ||
		number == SYS_preadv2;
}

/* The program's buffers. 0 or -errno. */
static long get_segments(const struct tracee *tracee, struct transfer *transfer)
{
	const uint64_t *argument = tracee->argument;

	transfer->segments = 1;
	transfer->segment[0] = (struct iovec){ (void *)(uintptr_t)argument[1], argument[2] };
	if (is_vector(tracee->number)) {
		if (argument[2] > IOV_MAX)
			return -EINVAL;
		transfer->segments = (int)argument[2];
		if (!tracee_read(tracee->tid, argument[1], transfer->segment, argument[2] * sizeof(struct iovec)))
			return -EFAULT;
	}
	for (int i = 0; i < transfer->segments; i++) {
		size_t length = transfer->segment[i].iov_len;

		if (length > LARGEST - transfer->count)
			transfer->segment[i].iov_len = length = LARGEST - transfer->count;
		transfer->count += length;
	}
	return 0;
}

static bool touches_window(const struct transfer *transfer)
{
	for (int i = 0; i < transfer->segments; i++)
		if (window_overlaps((uintptr_t)transfer->segment[i].iov_base, transfer->segment[i].iov_len))
			return true;
	return false;
}

/* Between the program's buffers and ours. How many bytes could be copied. */
static size_t copy(struct tracee *tracee, const struct transfer *transfer, bool to_program, size_t count)
{
	size_t done = 0;

	for (int i = 0; i < transfer->segments && done < count; i++) {
		uint64_t address = (uintptr_t)transfer->segment[i].iov_base;
		size_t length = transfer->segment[i].iov_len;
		size_t piece = length < count - done ? length : count - done;
		size_t copied = to_program ? program_write(tracee, address, transfer->data + done, piece)
					   : program_read(tracee, address, transfer->data + done, piece);

		done += copied;
		if (copied < piece)
			break;
	}
	return done;
}

static long move_host(const struct transfer *transfer)
{
	if (transfer->positioned)
		return transfer->in ? pread(transfer->host, transfer->data, transfer->count, transfer->offset)
				    : pwrite(transfer->host, transfer->data, transfer->count, transfer->offset);
	return transfer->in ? read(transfer->host, transfer->data, transfer->count)
			    : write(transfer->host, transfer->data, transfer->count);
}

/* O_NONBLOCK may have been set after the file was opened at the machine. */
static bool must_not_wait(const struct transfer *transfer)
{
	int flags = fcntl(transfer->host, F_GETFL);

	return (flags & O_NONBLOCK) && !(transfer->file->flags & O_NONBLOCK) &&
		file_poll(transfer->file, transfer->in ? POLLIN : POLLOUT, 0) == 0;
}

static long move(struct work *work)
{
	struct transfer *transfer = (struct transfer *)work;
	bool seekable = transfer->file && file_is_seekable(transfer->file);
	long result;

	if (transfer->file && !seekable && transfer->positioned)
		return -ESPIPE;
	if (transfer->file && !seekable && must_not_wait(transfer))
		return -EAGAIN;
	if (!transfer->file)
		result = move_host(transfer);
	else if (transfer->in)
		result = file_read(transfer->file, transfer->data, transfer->count, transfer->offset);
	else
		result = file_write(transfer->file, transfer->data, transfer->count, transfer->offset);
	return result == -1 ? -errno : result;
}

static void drop(struct work *work)
{
	struct transfer *transfer = (struct transfer *)work;

	if (transfer->file)
		file_release(transfer->file);
	if (transfer->host != -1)
		close(transfer->host);
	free(transfer->data);
	free(transfer);
}

static void done(struct tracee *tracee, struct work *work, long result)
{
	struct transfer *transfer = (struct transfer *)work;

	if (result > 0 && transfer->in && copy(tracee, transfer, true, (size_t)result) < (size_t)result)
		result = -EFAULT;
	if (result > 0 && transfer->file && !transfer->positioned)
		lseek(transfer->host, transfer->offset + result, SEEK_SET);
	if (result > 0 && transfer->file && !transfer->in)
		descriptor_fill(transfer->host, transfer->file);
	call_return(tracee, result);
	drop(work);
}

/* Everything that the call needs but its data. 0 or -errno. */
static long prepare(const struct tracee *tracee, struct transfer *transfer)
{
	transfer->data = malloc(transfer->count + 1);
	transfer->host = descriptor_borrow((int)tracee->argument[0]);
	if (!transfer->data)
		return -ENOMEM;
	if (transfer->host == -1)
		return -errno;
	transfer->positioned = is_positioned(tracee);
	transfer->offset = (int64_t)tracee->argument[3];
	if (transfer->positioned && transfer->offset < 0)
		return -EINVAL;
	if (!transfer->positioned && transfer->file)
		transfer->offset = lseek(transfer->host, 0, SEEK_CUR);
	return 0;
}

/* Only a driver may let one wait; the memory device does not. */
static bool may_sleep(const struct transfer *transfer)
{
	const struct file *file = transfer->file;

	return !file || (file->kind == FILE_DEVICE && strcmp(file->path, "/dev/mem") != 0);
}

static void begin(struct tracee *tracee, struct transfer *transfer)
{
	long result = prepare(tracee, transfer);

	if (result == 0 && !transfer->in && copy(tracee, transfer, false, transfer->count) < transfer->count)
		result = -EFAULT;
	if (result < 0)
		done(tracee, &transfer->work, result);
	else if (may_sleep(transfer))
		job_begin(tracee, &transfer->work);
	else
		done(tracee, &transfer->work, move(&transfer->work));
}

/* Does the kernel do it right? A text is in the memory file. */
static bool is_native(const struct transfer *transfer)
{
	if (touches_window(transfer))
		return false;
	return !transfer->file || (transfer->file->kind == FILE_TEXT && transfer->in);
}

void call_transfer(struct tracee *tracee)
{
	struct file *file = table_get(&program_table, (int)tracee->argument[0]);
	struct transfer *transfer;

	if (!file && program_mappings.count == 0)
		return;
	if (!file && !is_vector(tracee->number) && !window_overlaps(tracee->argument[1], tracee->argument[2]))
		return;
	transfer = calloc(1, sizeof(*transfer));
	if (!transfer || get_segments(tracee, transfer) != 0) {
		free(transfer); /* the kernel says what is wrong with them */
		if (file)
			file_release(file);
		return;
	}
	transfer->work = (struct work){ move, done, drop, .restarts = true };
	transfer->file = file;
	transfer->host = -1;
	transfer->in = is_read(tracee->number);
	if (is_native(transfer))
		drop(&transfer->work);
	else
		begin(tracee, transfer);
}
