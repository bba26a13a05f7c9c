/*
 * Processes, threads and exec, as any program has them: it knows nothing of a machine and prints the same whether it is
 * traced or not. With an argument it is what another one executed.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8

extern char **environ;
static const char *self;

/* How a child ended, in words. */
static void say(const char *what, int status)
{
	if (WIFEXITED(status))
		printf("%s: exit %d\n", what, WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		printf("%s: signal %d\n", what, WTERMSIG(status));
	else if (WIFSTOPPED(status))
		printf("%s: stopped by %d\n", what, WSTOPSIG(status));
	else
		printf("%s: continued\n", what);
	fflush(stdout);
}

static void wait_for(const char *what, pid_t child, int options)
{
	int status = 0;

	if (waitpid(child, &status, options) == child)
		say(what, status);
	else
		printf("%s: nobody\n", what);
}

static void forks(void)
{
	pid_t parent = getpid(), child = fork();

	if (child == 0)
		_exit(getppid() == parent ? 3 : 4);
	wait_for("fork", child, 0);
	child = fork();
	if (child == 0)
		raise(SIGTERM);
	wait_for("a signal", child, 0);
	child = fork();
	if (child == 0)
		*(volatile int *)0 = 1;
	wait_for("a fault", child, 0);
	printf("children left: %d\n", waitpid(-1, NULL, 0));
}

static void job_control(void)
{
	int go[2], result = pipe(go);
	pid_t child = fork();
	char byte;

	if (child == 0) {
		raise(SIGSTOP);
		_exit(read(go[0], &byte, 1) == 1 ? 5 : 6);
	}
	wait_for("SIGSTOP", child, WUNTRACED);
	kill(child, SIGCONT);
	wait_for("SIGCONT", child, WCONTINUED);
	if (result == 0 && write(go[1], "g", 1) == 1)
		wait_for("then", child, 0);
	close(go[0]);
	close(go[1]);
}

static void executes(void)
{
	char *const arguments[] = { (char *)self, "executed", NULL };
	pid_t child = vfork();
	char line[64] = "";
	FILE *pipe;

	if (child == 0) {
		execv(self, arguments);
		_exit(127);
	}
	wait_for("vfork and exec", child, 0);
	posix_spawn(&child, self, NULL, NULL, arguments, environ);
	wait_for("posix_spawn", child, 0);
	child = fork();
	if (child == 0) {
		execv("/nowhere/program", arguments);
		_exit(6);
	}
	wait_for("exec of nothing", child, 0);
	say("system", system("exit 7"));
	pipe = popen("echo through a pipe", "r");
	if (pipe && fgets(line, sizeof(line), pipe))
		fputs(line, stdout);
	if (pipe)
		say("popen", pclose(pipe));
}

static void *fork_in_thread(void *argument)
{
	int number = (int)(long)argument, status = 0;
	long ended = 0;

	for (int i = 0; i < 3; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(number);
		ended += waitpid(child, &status, 0) == child && WEXITSTATUS(status) == number;
	}
	return (void *)ended;
}

static void threads(void)
{
	pthread_t thread[THREADS];
	long ended = 0;

	for (long i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, fork_in_thread, (void *)i);
	for (int i = 0; i < THREADS; i++) {
		void *result;

		pthread_join(thread[i], &result);
		ended += (long)result;
	}
	printf("children of threads: %ld\n", ended);
}

static void *wait_for_ever(void *argument)
{
	pause();
	return argument;
}

static void *execute(void *argument)
{
	execv(self, argument);
	return NULL;
}

/* Executed by a thread that is not the first: the others vanish, and it gets the number of the process. */
static void exec_in_thread(void)
{
	static char *arguments[] = { NULL, "executed", NULL };
	pthread_t thread;
	pid_t child = fork();

	if (child == 0) {
		arguments[0] = (char *)self;
		pthread_create(&thread, NULL, wait_for_ever, NULL);
		pthread_create(&thread, NULL, execute, arguments);
		pause();
	}
	wait_for("exec in a thread", child, 0);
}

static void *end_late(void *argument)
{
	pthread_join(*(pthread_t *)argument, NULL);
	_exit(8);
}

/* The process goes on when its first thread has ended. */
static void first_thread_ends(void)
{
	static pthread_t first;
	pthread_t thread;
	pid_t child = fork();

	if (child == 0) {
		first = pthread_self();
		pthread_create(&thread, NULL, end_late, &first);
		pthread_exit(NULL);
	}
	wait_for("the first thread ended", child, 0);
}

/* Its parent ends first; it is alive until the pipe ends. */
static void orphan(void)
{
	int end[2];
	char byte;

	if (pipe(end) == -1)
		return;
	if (fork() == 0) {
		if (fork() == 0) {
			close(end[0]);
			_exit(write(end[1], "o", 1) == 1 ? 0 : 1);
		}
		_exit(0);
	}
	close(end[1]);
	wait(NULL);
	printf("an orphan wrote %d", (int)read(end[0], &byte, 1));
	printf(" and %d\n", (int)read(end[0], &byte, 1));
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1) {
		printf("%s, process %s thread\n", argv[1], getpid() == syscall(SYS_gettid) ? "is" : "is not");
		return 9;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	forks();
	job_control();
	executes();
	threads();
	exec_in_thread();
	first_thread_ends();
	orphan();
	return 10;
}
