/* The threads of the program. */
#include "static/threads.h"

#include <stdlib.h>

#include "static/job.h"

/* So many threads may fork in the same moment. */
#define NEWBORN 256

static struct tracee **threads;
static size_t count;
static pid_t newborn[NEWBORN]; /* 0: none */

size_t threads_count(void)
{
	return count;
}

struct tracee *threads_find(pid_t tid)
{
	for (size_t i = 0; i < count; i++)
		if (threads[i]->tid == tid)
			return threads[i];
	return NULL;
}

struct tracee *threads_add(pid_t tid)
{
	struct tracee **longer = realloc(threads, (count + 1) * sizeof(*longer));
	struct tracee *thread = calloc(1, sizeof(*thread));

	if (longer)
		threads = longer;
	if (!longer || !thread)
		abort(); /* which kills the program too: without a tracer it cannot go on */
	thread->tid = tid;
	threads[count++] = thread;
	return thread;
}

void threads_remove(pid_t tid)
{
	for (size_t i = 0; i < count; i++)
		if (threads[i]->tid == tid) {
			job_abandon(threads[i]);
			free(threads[i]);
			threads[i] = threads[--count];
			return;
		}
}

void threads_remove_all_but(pid_t tid)
{
	for (size_t i = count; i-- > 0;)
		if (threads[i]->tid != tid)
			threads_remove(threads[i]->tid);
}

void threads_clear(void)
{
	threads_remove_all_but(0);
	for (int i = 0; i < NEWBORN; i++)
		newborn[i] = 0;
}

void threads_each(void (*visit)(struct tracee *thread))
{
	for (size_t i = 0; i < count; i++)
		visit(threads[i]);
}

static bool replace_newborn(pid_t old, pid_t new)
{
	for (int i = 0; i < NEWBORN; i++)
		if (newborn[i] == old) {
			newborn[i] = new;
			return true;
		}
	return false;
}

void threads_add_newborn(pid_t child)
{
	replace_newborn(0, child);
}

bool threads_take_newborn(pid_t child)
{
	return replace_newborn(child, 0);
}
