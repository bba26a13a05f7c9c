/* Who runs on which core: two that talk to each other, each on its own. */
#ifndef BENCH_CORES_H
#define BENCH_CORES_H

#include <sched.h>
#include <sys/types.h>

/*
 * The cores that this program may use, halved: servers go to one half, clients to the other. False: there is only
 * one.
 */
int cores_divide(cpu_set_t *servers, cpu_set_t *clients);
/* Moves all threads of a process. */
void cores_move(pid_t process, const cpu_set_t *cores);

#endif
