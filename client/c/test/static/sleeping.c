/*
 * Calls that sleep in the machine: the device is a queue of bytes, in which a read of nothing sleeps until another
 * thread writes. Signals interrupt them, or begin them again, and meanwhile other threads go on.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static int queue;
static volatile sig_atomic_t rung;

static void ring(int signal)
{
	(void)signal;
	rung = rung + 1;
}

/*
 * Again and again, because one that comes before the call that it shall interrupt does not. Once, where bytes come in
 * the end: a read that is given up in that very moment takes them along.
 */
static void ring_soon(int flags, int again)
{
	struct sigaction action = { .sa_handler = ring, .sa_flags = flags };
	struct itimerval soon = { { .tv_usec = 20000 }, { .tv_usec = 20000 } };

	if (!again)
		soon.it_interval.tv_usec = 0;
	rung = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void say(const char *what, long result)
{
	struct itimerval never = { { 0 }, { 0 } };
	int error = errno;

	setitimer(ITIMER_REAL, &never, NULL);
	if (result < 0)
		printf("%s: %s, %s\n", what, strerror(error), rung ? "rung" : "quiet");
	else
		printf("%s: %ld, %s\n", what, result, rung ? "rung" : "quiet");
	rung = 0;
}

static void *write_late(void *text)
{
	struct timespec late = { .tv_nsec = 60000000 };
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	nanosleep(&late, NULL);
	if (write(queue, text, strlen(text)) < 0)
		perror("write");
	return NULL;
}

static pthread_t later(const char *text)
{
	sigset_t all, old;
	pthread_t thread;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	pthread_create(&thread, NULL, write_late, (void *)text);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return thread;
}

static void reads(void)
{
	char text[16] = "";
	pthread_t thread;

	ring_soon(0, 1);
	say("read that a signal ends", read(queue, text, sizeof(text)));
	thread = later("abc");
	ring_soon(SA_RESTART, 0);
	say("read that goes on after a signal", read(queue, text, sizeof(text)));
	pthread_join(thread, NULL);
	printf("%s\n", text);
}

static void polls(void)
{
	struct pollfd files[2] = { { .fd = queue, .events = POLLIN }, { .fd = -1, .events = POLLIN } };
	struct timeval second = { .tv_sec = 10 };
	pthread_t thread;
	sigset_t none;
	fd_set set;
	int end[2];
	char text[4];

	say("poll to its end", poll(files, 1, 20));
	ring_soon(SA_RESTART, 1);
	say("poll that a signal ends", poll(files, 1, -1));
	if (pipe(end) == -1)
		return;
	files[1].fd = end[0];
	thread = later("d");
	say("poll of a device and a pipe", poll(files, 2, -1));
	printf("%d %d\n", files[0].revents == POLLIN, files[1].revents);
	pthread_join(thread, NULL);
	FD_ZERO(&set);
	FD_SET(queue, &set);
	FD_SET(end[0], &set);
	say("select", select(64, &set, NULL, NULL, &second));
	printf("%d %d\n", FD_ISSET(queue, &set), FD_ISSET(end[0], &set));
	say("read", read(queue, text, sizeof(text)));
	ring_soon(0, 1);
	sigemptyset(&none);
	say("ppoll that a signal ends", ppoll(files, 2, NULL, &none));
}

static void without_waiting(void)
{
	char text[4];
	int another = open("/dev/queue0", O_RDWR | O_NONBLOCK);

	say("opened with O_NONBLOCK", read(another, text, sizeof(text)));
	fcntl(queue, F_SETFL, O_NONBLOCK);
	say("O_NONBLOCK later", read(queue, text, sizeof(text)));
	fcntl(queue, F_SETFL, 0);
	close(another);
}

static void killed(void)
{
	int status = 0;
	char byte;
	pid_t child = fork();

	if (child == 0)
		_exit(read(queue, &byte, 1) == 1);
	usleep(30000);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	printf("a child that sleeps, killed: signal %d\n", WTERMSIG(status));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	queue = open("/dev/queue0", O_RDWR);
	if (queue < 0) {
		perror("/dev/queue0");
		return 1;
	}
	reads();
	polls();
	without_waiting();
	killed();
	return 0;
}
