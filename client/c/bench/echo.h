/* What two processes and a UNIX socket cost: a process that answers with the bytes it gets. */
#ifndef BENCH_ECHO_H
#define BENCH_ECHO_H

#include <stddef.h>
#include <sys/types.h>

/* Starts the process, and returns a socket to it. It ends with the socket. Both poll for 50 us before they sleep. */
int echo_start(pid_t *process);
/* One message to it and back; size bytes each. */
void echo_round_trip(int socket, size_t size);

#endif
