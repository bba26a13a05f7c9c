/* What two processes and a UNIX socket cost: a process that answers with the bytes it gets. */
#ifndef BENCH_ECHO_H
#define BENCH_ECHO_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Starts the process, and returns a socket to it. It ends with the socket. Who waits polls for 50 us before it
 * sleeps, as the service and the library do, or sleeps at once.
 */
int echo_start(int polls, pid_t *process);
/* One message to it and back; size bytes each. */
void echo_round_trip(int socket, int polls, size_t size);

#endif
