/*
 * The machine that a program is a process of: one connection, made at the first use, by the settings that iomap-run
 * leaves in the environment.
 *
 *   IOMAP_CONNECT      where the service listens; without it, where iomapd listens by itself
 *   IOMAP_MACHINE      the machine's name; without it, the service's first
 *   IOMAP_IDENTITY     UID:GID on the machine
 *   IOMAP_TOKEN_FILE   a file with the token for tcp
 *   IOMAP_BYTE_ORDER   value, bus or auto
 *   IOMAP_DIRECT       1: map memory of the machine directly where that is possible
 *   IOMAP_VERBOSE      1: say on standard error what is opened and mapped, and what fails in a window
 */
#ifndef IOMAP_MACHINE_H
#define IOMAP_MACHINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "trap/window.h"

struct iomap_process;

/* Physical addresses [start, end) that hold bytes in address order: PCI memory and host memory. */
struct byte_range {
	uint64_t start, end;
};
#define MACHINE_RANGES 32

struct machine {
	pthread_mutex_t lock;		       /* of connecting and of the ranges */
	struct iomap_process *_Atomic process; /* null before the first use, and after a fork */
	bool refused;			       /* connecting failed; that was said, and is not tried again */
	bool has_ranges;
	unsigned range_count;
	struct byte_range ranges[MACHINE_RANGES];
};
#define MACHINE_INITIAL                           \
	{                                         \
		.lock = PTHREAD_MUTEX_INITIALIZER \
	}

/* The connection. Null with ENXIO when there is none; the reason is written to standard error once. */
struct iomap_process *machine_process(struct machine *machine);
/* Of a child of fork(2): it has no connection yet. */
void machine_forget(struct machine *machine);
/*
 * 1: the machine has a file of this path that is its own by path_owner(), or that this would be below; 0: it is the host's;
 * -1: nobody to ask.
 */
int machine_owns(struct machine *machine, const char *path);
/*
 * What a load of several bytes at this physical address is in the program, and for how many of the `length' bytes from
 * there on that is so.
 */
enum byte_order machine_order(struct machine *machine, uint64_t physical, uint64_t length, uint64_t *same);
/* The order that the setting demands for everything: 1 and *order, or 0 for auto. */
bool machine_order_is_set(enum byte_order *order);
bool machine_is_direct(void);
/* One line on standard error, "iomap: ..."; async-signal-safe but for the formatting of floating point. */
void machine_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, with the setting IOMAP_VERBOSE only. */
void machine_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
