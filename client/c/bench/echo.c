/* The echo: no more than send and receive. */
#include "echo.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SPIN_NANOS 50000
#define LARGEST (1 << 16)

static char data[LARGEST];

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* Receives some bytes; 0 at the end. */
static size_t receive(int socket, int polls, size_t most)
{
	int64_t until = polls ? now() + SPIN_NANOS : 0;

	while (1) {
		ssize_t count = recv(socket, data, most, polls && now() < until ? MSG_DONTWAIT : 0);
		if (count >= 0) {
			return (size_t)count;
		}
		if (errno != EAGAIN) {
			fail("recv");
		}
	}
}

static void send_all(int socket, size_t count)
{
	for (size_t sent = 0; sent < count;) {
		ssize_t some = send(socket, data + sent, count - sent, MSG_NOSIGNAL);
		if (some < 0) {
			fail("send");
		}
		sent += (size_t)some;
	}
}

int echo_start(int polls, pid_t *process)
{
	int sockets[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
		fail("socketpair");
	}
	*process = fork();
	if (*process < 0) {
		fail("fork");
	}
	if (*process == 0) {
		close(sockets[0]);
		for (size_t count; (count = receive(sockets[1], polls, LARGEST)) > 0;) {
			send_all(sockets[1], count);
		}
		_exit(0);
	}
	close(sockets[1]);
	return sockets[0];
}

void echo_round_trip(int socket, int polls, size_t size)
{
	send_all(socket, size);
	for (size_t count = 0; count < size;) {
		count += receive(socket, polls, size - count);
	}
}
