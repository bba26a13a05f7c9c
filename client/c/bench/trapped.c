/*
 * The trap engine in the bench's own process, on its own connection: what is measured against a load is the trap
 * alone.
 */
#include "trapped.h"

#ifdef HAS_TRAPS

#include <sys/mman.h>

#include "preload/signals.h"

void *trapped_window(struct iomap_process *process, uint64_t address, size_t length)
{
	struct window window = { .length = length,
				 .address = address,
				 .process = process,
				 .order = VALUE_ORDER,
				 .protection = PROT_READ | PROT_WRITE,
				 .file = -1 };
	void *start = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	window.start = (uintptr_t)start;
	return start != MAP_FAILED && signals_start() && window_add(&window) ? start : NULL;
}

#else

void *trapped_window(struct iomap_process *process, uint64_t address, size_t length)
{
	(void)process;
	(void)address;
	(void)length;
	return NULL;
}

#endif
