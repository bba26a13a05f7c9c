/* The life of a program under this library: its start, and its children. */
#include "preload/process.h"

#include <pthread.h>
#include <unistd.h>

#include "file/fault.h"
#include "file/setting.h"
#include "preload/descriptor.h"
#include "preload/real.h"
#include "preload/signals.h"
#include "preload/stream.h"

static _Atomic pid_t own;

bool process_is_own(void)
{
	return own == 0 || own == getpid();
}

/*
 * A child is another process of the machine, with a connection of its own as soon as it needs one: at once when it has
 * windows (memory.c), which must be there before the program goes on.
 */
static void after_fork(void)
{
	own = getpid();
	machine_forget(&the_machine);
	file_inherit_all();
}

/*
 * A child that runs in its parent's memory could not have a connection and windows of its own; so it gets its own memory,
 * as POSIX allows.
 */
INTERPOSED pid_t vfork(void)
{
	return fork();
}

__attribute__((constructor(102))) static void start(void)
{
	own = getpid();
	setting_start();
	signals_start();
	signals_watch(fault_tell);
	pthread_atfork(NULL, NULL, after_fork);
	descriptor_inherit();
	stream_inherit();
}
