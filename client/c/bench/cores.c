/* Cores. */
#include "cores.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

int cores_divide(cpu_set_t *servers, cpu_set_t *clients)
{
	cpu_set_t all;

	CPU_ZERO(servers);
	CPU_ZERO(clients);
	sched_getaffinity(0, sizeof(all), &all);
	int half = CPU_COUNT(&all) / 2;
	for (int core = 0, count = 0; core < CPU_SETSIZE; core++) {
		if (CPU_ISSET(core, &all)) {
			CPU_SET(core, count++ < half ? servers : clients);
		}
	}
	return half > 0;
}

void cores_move(pid_t process, const cpu_set_t *cores)
{
	char path[64];
	struct dirent *entry;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)process);
	DIR *threads = opendir(path);
	while (threads && (entry = readdir(threads))) {
		if (atoi(entry->d_name) > 0) {
			sched_setaffinity(atoi(entry->d_name), sizeof(*cores), cores);
		}
	}
	if (threads) {
		closedir(threads);
	}
}
