/*
 * iomap-static PATH NAME ARGUMENTS...: what `iomap-run --static' becomes. The program is executed in this process,
 * whose number, parent, exit status and signals are then the program's own; a process beside it traces it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "static/filter.h"
#include "static/report.h"
#include "static/tracer.h"
#include "trap/x86.h"

#define FIRST_FREE (STDERR_FILENO + 1)
#define TROUBLE 2     /* exit status: it was not started */
#define NOT_FOUND 127 /* as of a shell */
#define NOT_EXECUTABLE 126

/*
 * The tracer outlives whatever happens to its terminal, ends with its program, and holds nothing open of the
 * program's.
 */
static void detach(int go)
{
	sigset_t none;

	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &(struct sigaction){ .sa_handler = SIG_DFL }, NULL);
	sigaction(SIGPIPE, &(struct sigaction){ .sa_handler = SIG_IGN }, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	dup2(go, FIRST_FREE);
	close_range(FIRST_FREE + 1, ~0u, 0);
	for (int fd = STDIN_FILENO; fd < STDERR_FILENO; fd++)
		dup2(open("/dev/null", O_RDWR), fd);
	report_start();
	close_range(FIRST_FREE + 1, ~0u, 0);
}

_Noreturn static void trace(pid_t program, int go)
{
	int error = 0;

	detach(go);
	tracer_expect_exec();
	if (!x86_start())
		error = ENOMEM;
	else if (tracer_attach(program) == -1)
		error = errno;
	if (write(FIRST_FREE, &error, sizeof(error)) != sizeof(error) || error)
		_exit(EXIT_FAILURE);
	close(FIRST_FREE);
	tracer_begin();
	tracer_run();
}

/* In a grandchild, so that the program does not wait(2) for a child that it did not make. Returns when it traces us. */
static int start_tracer(void)
{
	pid_t self = getpid();
	int go[2], error = EIO;
	pid_t child;

	if (pipe2(go, O_CLOEXEC) == -1)
		return errno;
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); /* where the Yama module wants to know who may */
	/* As fork(2), but without a SIGCHLD, which the program would get if it is blocked now. */
	child = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, 0);
	if (child == 0) {
		if (fork() == 0)
			trace(self, go[1]);
		_exit(EXIT_SUCCESS);
	}
	close(go[1]);
	waitpid(child, NULL, __WALL);
	if (read(go[0], &error, sizeof(error)) != sizeof(error))
		error = EIO;
	close(go[0]);
	return error;
}

int main(int count, char **arguments)
{
	int error;

	if (count < 3) {
		fprintf(stderr, "iomap-static: it is for iomap-run --static\n");
		return TROUBLE;
	}
	error = start_tracer();
	if (error) {
		fprintf(stderr, "iomap run --static: cannot trace: %s\n", strerror(error));
		return TROUBLE;
	}
	if (filter_install() == -1) {
		fprintf(stderr, "iomap run --static: no seccomp filter: %s\n", strerror(errno));
		return TROUBLE;
	}
	execv(arguments[1], arguments + 2);
	fprintf(stderr, "iomap run: %s: %s\n", arguments[1], strerror(errno));
	return errno == ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
}
