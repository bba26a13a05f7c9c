/* Waits for a device whose driver has nothing yet: in read, in poll, until a signal comes, and not at all. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

#define DEVICE "/dev/letters"
#define TWICE _IOWR('L', 1, int)

static void say(const char *what, long result)
{
	if (result < 0)
		printf("%s: %s\n", what, strerrorname_np(errno));
	else
		printf("%s = %ld\n", what, result);
}

/* By another process, which this one does not wait for. */
static void send(const char *letters)
{
	if (fork() == 0) {
		int fd = open(DEVICE, O_WRONLY);

		_exit(write(fd, letters, strlen(letters)) == (ssize_t)strlen(letters) ? 0 : 1);
	}
}

static volatile int bells;
static int pipe_of_bell[2];

static void on_bell(int signal)
{
	(void)signal;
	if (++bells == 3 && write(pipe_of_bell[1], "x", 1) != 1)
		abort();
}

/* From now on, again and again: a bell may come before the call that it is to interrupt. */
static void ring(int flags)
{
	struct sigaction action = { .sa_handler = on_bell, .sa_flags = flags };
	struct itimerval time = { { 0, 20000 }, { 0, 20000 } };

	bells = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &time, NULL);
}

static int poll_until_ready(struct pollfd *files, nfds_t count)
{
	int ready;

	do
		ready = poll(files, count, -1);
	while (ready < 0 && errno == EINTR);
	return ready;
}

int main(void)
{
	int fd = open(DEVICE, O_RDWR), value = 21;
	struct pollfd files[2] = { { .fd = fd, .events = POLLIN } };
	char text[16] = "";
	fd_set set;

	if (pipe(pipe_of_bell) < 0)
		return 1;
	files[1] = (struct pollfd){ .fd = pipe_of_bell[0], .events = POLLIN };
	say("ioctl", ioctl(fd, TWICE, &value));
	say("value", value);
	say("lseek", lseek(fd, 0, SEEK_CUR));
	say("pread", pread(fd, text, 1, 0));
	say("poll without waiting", poll(files, 1, 0));
	say("poll to write", poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1));
	fflush(stdout);
	send("abc");
	say("read", read(fd, text, 2));
	say("poll", poll(files, 1, -1));
	say("events", files[0].revents);
	say("read the rest", read(fd, text, sizeof(text)));
	send("d");
	say("poll both", poll(files, 2, -1));
	say("read", read(fd, text, sizeof(text)));
	send("e");
	FD_ZERO(&set);
	FD_SET(fd, &set);
	FD_SET(pipe_of_bell[0], &set);
	say("select both", select(64, &set, NULL, NULL, NULL));
	say("is it the device", FD_ISSET(fd, &set) != 0 && !FD_ISSET(pipe_of_bell[0], &set));
	say("read", read(fd, text, sizeof(text)));
	ring(0);
	say("read until a bell", read(fd, text, sizeof(text)));
	ring(0);
	say("poll until a bell", poll(files, 1, -1));
	ring(SA_RESTART);
	say("poll both until the third bell", poll_until_ready(files, 2));
	send("f");
	say("read in spite of bells", read(fd, text, sizeof(text)));
	signal(SIGALRM, SIG_IGN);
	say("set O_NONBLOCK", fcntl(fd, F_SETFL, O_NONBLOCK));
	say("read without waiting", read(fd, text, sizeof(text)));
	say("open without waiting", (fd = open(DEVICE, O_RDONLY | O_NONBLOCK)) >= 0);
	say("read without waiting", read(fd, text, sizeof(text)));
	return 0;
}
