/* A window of the program itself, whose loads and stores trap as those of a program under iomap-run do. */
#ifndef BENCH_TRAPPED_H
#define BENCH_TRAPPED_H

#include <stddef.h>
#include <stdint.h>

struct iomap_process;

/* Reserves it in value order; null when the trap engine was left out, for want of Zydis. */
void *trapped_window(struct iomap_process *process, uint64_t address, size_t length);

#endif
