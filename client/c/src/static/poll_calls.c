/* poll(2), select(2) and their relatives, when a device of the machine is among what is waited for. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "static/calls.h"
#include "static/descriptor.h"
#include "static/job.h"
#include "static/program.h"
#include "static/signals.h"

/* While descriptors of the host are waited for as well, the machine is asked this often. */
#define INTERVAL_MILLIS 10
#define NO_END (-1)
#define MOST 4096u

struct waiting {
	struct work work;
	int timeout; /* milliseconds, or NO_END */
	nfds_t count;
	struct pollfd *files;	/* as the program gave them */
	struct pollfd *hosts;	/* those of the host, as descriptors of the tracer; -1 for the machine's */
	struct file **machines; /* those of the machine; null for the host's */
	bool select;
};

static void drop(struct work *work)
{
	struct waiting *waiting = (struct waiting *)work;

	for (nfds_t i = 0; i < waiting->count; i++) {
		if (waiting->machines[i])
			file_release(waiting->machines[i]);
		if (waiting->hosts[i].fd != -1)
			close(waiting->hosts[i].fd);
	}
	free(waiting->files);
	free(waiting->hosts);
	free(waiting->machines);
	free(waiting);
}

/* Files of the machine that are ready, after at most `timeout' milliseconds; -1 with EINTR. */
static int ask(struct waiting *waiting, int timeout)
{
	int ready = 0;

	for (nfds_t i = 0; i < waiting->count; i++) {
		int wanted = waiting->files[i].events & (POLLIN | POLLOUT);
		int found;

		if (!waiting->machines[i])
			continue;
		found = file_poll(waiting->machines[i], wanted, timeout);
		if (found < 0 && errno == EINTR)
			return -1;
		waiting->files[i].revents = found < 0 ? POLLERR : (short)(found & (wanted | POLLERR));
		ready += waiting->files[i].revents != 0;
	}
	return ready;
}

/* The machine's files without waiting, then the host's for at most `timeout' milliseconds. */
static int ask_all(struct waiting *waiting, int timeout)
{
	int machines = ask(waiting, 0);
	int hosts;

	if (machines < 0)
		return -1;
	hosts = poll(waiting->hosts, waiting->count, machines > 0 ? 0 : timeout);
	for (nfds_t i = 0; i < waiting->count && hosts >= 0; i++)
		if (!waiting->machines[i])
			waiting->files[i].revents = waiting->hosts[i].revents;
	return hosts < 0 ? -1 : machines + hosts;
}

static int64_t now_millis(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static long run(struct work *work)
{
	struct waiting *waiting = (struct waiting *)work;
	int64_t end = now_millis() + waiting->timeout;
	int64_t left = waiting->timeout;
	int ready;

	/* Nothing but one file of the machine: it is the service that waits. */
	if (waiting->count == 1)
		return (ready = ask(waiting, waiting->timeout)) < 0 ? -errno : ready;
	do {
		bool whole = waiting->timeout == NO_END || left > INTERVAL_MILLIS;

		ready = ask_all(waiting, whole ? INTERVAL_MILLIS : left < 0 ? 0 : (int)left);
		left = end - now_millis();
	} while (ready == 0 && (waiting->timeout == NO_END || left > 0));
	return ready < 0 ? -errno : ready;
}

static bool write_polled(struct tracee *tracee, const struct waiting *waiting)
{
	return tracee_write(tracee->tid, tracee->argument[0], waiting->files, waiting->count * sizeof(struct pollfd));
}

/* Writes one of the three sets of select(2). How many bits are set in it, or -EFAULT. */
static long write_set(struct tracee *tracee, const struct waiting *waiting, int argument, short wanted, short found)
{
	size_t bytes = ((size_t)tracee->argument[0] + 63) / 64 * 8;
	fd_set set;
	long marked = 0;

	if (tracee->argument[argument] == 0)
		return 0;
	FD_ZERO(&set);
	for (nfds_t i = 0; i < waiting->count; i++)
		if ((waiting->files[i].events & wanted) && (waiting->files[i].revents & found)) {
			FD_SET(waiting->files[i].fd, &set);
			marked++;
		}
	return tracee_write(tracee->tid, tracee->argument[argument], &set, bytes) ? marked : -EFAULT;
}

static long write_sets(struct tracee *tracee, const struct waiting *waiting)
{
	long read = write_set(tracee, waiting, 1, POLLIN, POLLIN | POLLHUP | POLLERR);
	long write = write_set(tracee, waiting, 2, POLLOUT, POLLOUT | POLLERR);
	long except = write_set(tracee, waiting, 3, POLLPRI, POLLPRI);

	return read < 0 || write < 0 || except < 0 ? -EFAULT : read + write + except;
}

static void done(struct tracee *tracee, struct work *work, long result)
{
	const struct waiting *waiting = (struct waiting *)work;

	if (result >= 0 && waiting->select)
		result = write_sets(tracee, waiting);
	else if (result >= 0 && !write_polled(tracee, waiting))
		result = -EFAULT;
	call_return(tracee, result);
	drop(work);
}

static int millis(int64_t seconds, int64_t nanos)
{
	return seconds > INT_MAX / 1000 - 1 ? INT_MAX : (int)(seconds * 1000 + (nanos + 999999) / 1000000);
}

/* 0 or -EFAULT. */
static long get_timeout(const struct tracee *tracee, struct waiting *waiting)
{
	uint64_t address = tracee->argument[waiting->select ? 4 : 2];
	int64_t time[2];

	waiting->timeout = NO_END;
	if (tracee->number == SYS_poll) {
		waiting->timeout = (int)address < 0 ? NO_END : (int)address;
	} else if (address != 0) {
		if (!tracee_read(tracee->tid, address, time, sizeof(time)))
			return -EFAULT;
		waiting->timeout = millis(time[0], tracee->number == SYS_select ? time[1] * 1000 : time[1]);
	}
	return 0;
}

/* Where the mask is that shall be in force meanwhile. */
static uint64_t get_mask(const struct tracee *tracee)
{
	const struct user_regs_struct *registers = &tracee->registers;
	uint64_t mask = 0;

	if (tracee->number == SYS_ppoll)
		return registers->r10;
	if (tracee->number == SYS_pselect6 && registers->r9 != 0)
		tracee_read(tracee->tid, registers->r9, &mask, sizeof(mask));
	return mask;
}

/* Which descriptors the sets of select(2) name. */
static bool list_sets(const struct tracee *tracee, struct waiting *waiting)
{
	static const short events[] = { POLLIN, POLLOUT, POLLPRI };
	size_t bytes = ((size_t)tracee->argument[0] + 63) / 64 * 8;
	fd_set set[3];

	memset(set, 0, sizeof(set));
	for (int i = 0; i < 3; i++)
		if (tracee->argument[1 + i] != 0 && !tracee_read(tracee->tid, tracee->argument[1 + i], &set[i], bytes))
			return false;
	for (int fd = 0; fd < (int)tracee->argument[0]; fd++) {
		short wanted = 0;

		for (int i = 0; i < 3; i++)
			wanted = (short)(wanted | (FD_ISSET(fd, &set[i]) ? events[i] : 0));
		if (wanted)
			waiting->files[waiting->count++] = (struct pollfd){ .fd = fd, .events = wanted };
	}
	return true;
}

static bool list_polled(const struct tracee *tracee, struct waiting *waiting)
{
	waiting->count = tracee->argument[1];
	return tracee_read(tracee->tid, tracee->argument[0], waiting->files, waiting->count * sizeof(struct pollfd));
}

/* Whose each descriptor is. Is there one of the machine? Texts and resources never make anybody wait. */
static bool sort(struct waiting *waiting)
{
	bool any = false;

	for (nfds_t i = 0; i < waiting->count; i++) {
		struct file *file = table_get(&program_table, waiting->files[i].fd);

		waiting->files[i].revents = 0;
		waiting->hosts[i] = (struct pollfd){ .fd = -1, .events = waiting->files[i].events };
		if (file && file->kind == FILE_DEVICE) {
			waiting->machines[i] = file;
			any = true;
		} else if (file) {
			file_release(file);
		}
	}
	for (nfds_t i = 0; i < waiting->count && any; i++)
		if (!waiting->machines[i] && waiting->files[i].fd >= 0)
			waiting->hosts[i].fd = descriptor_borrow(waiting->files[i].fd);
	return any;
}

void call_poll(struct tracee *tracee)
{
	bool select = tracee->number == SYS_select || tracee->number == SYS_pselect6;
	uint64_t most = tracee->argument[select ? 0 : 1];
	struct waiting *waiting = calloc(1, sizeof(*waiting));

	if (tracee->number == SYS_ppoll || tracee->number == SYS_pselect6)
		signals_wait(tracee);
	if (!waiting)
		return;
	if (most <= (select ? FD_SETSIZE : MOST)) {
		waiting->files = calloc(most + 1, sizeof(*waiting->files));
		waiting->hosts = calloc(most + 1, sizeof(*waiting->hosts));
		waiting->machines = calloc(most + 1, sizeof(*waiting->machines));
	}
	waiting->select = select;
	waiting->work = (struct work){ run, done, drop, .mask = get_mask(tracee) };
	if (waiting->files && waiting->hosts && waiting->machines &&
	    (select ? list_sets(tracee, waiting) : list_polled(tracee, waiting)) && sort(waiting) &&
	    get_timeout(tracee, waiting) == 0)
		job_begin(tracee, &waiting->work);
	else
		drop(&waiting->work); /* the host's own affair, or its error */
}
