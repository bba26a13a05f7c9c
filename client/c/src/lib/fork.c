/* Noticing fork(2): pthread_atfork, and a page that the kernel empties in a child where nothing else was called. */
#include "lib/fork.h"

#include <sys/mman.h>

#include "lib/host.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of processes; not of what is in them */
static struct iomap_process *processes;
static unsigned generations;
static volatile unsigned *generation; /* in the page; 0 in a child, until it connects */
static unsigned without_page;

static void prepare(void)
{
	pthread_mutex_lock(&lock);
}

static void in_parent(void)
{
	pthread_mutex_unlock(&lock);
}

static void in_child(void)
{
	*generation = 0;
	for (struct iomap_process *process = processes; process; process = process->next) {
		host_close(process->socket);
		process->socket = -1;
	}
	processes = NULL;
	pthread_mutex_unlock(&lock);
}

/* Before all others: in a child it is in order again when their handlers use it. */
__attribute__((constructor(101))) static void begin(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	generation = page == MAP_FAILED ? &without_page : page;
	if (page != MAP_FAILED) {
		madvise(page, 4096, MADV_WIPEONFORK); /* for who calls clone(2); the rest is pthread_atfork's */
	}
	pthread_atfork(prepare, in_parent, in_child);
}

unsigned program_generation(void)
{
	return generation ? *generation : 0;
}

void program_owns(struct iomap_process *process)
{
	pthread_mutex_lock(&lock);
	if (*generation == 0) {
		*generation = ++generations;
	}
	process->generation = *generation;
	process->next = processes;
	processes = process;
	pthread_mutex_unlock(&lock);
}

void program_disowns(struct iomap_process *process)
{
	pthread_mutex_lock(&lock);
	for (struct iomap_process **link = &processes; *link; link = &(*link)->next) {
		if (*link == process) {
			*link = process->next;
			break;
		}
	}
	pthread_mutex_unlock(&lock);
}
