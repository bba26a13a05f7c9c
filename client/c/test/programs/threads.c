/*
 * Four threads use one frame buffer at the same time, each a word of its own: no value may be lost or mixed up.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/iomap.h>

#define THREADS 4
#define ROUNDS 60

static volatile uint32_t *memory;

static void *work(void *argument)
{
	uintptr_t me = (uintptr_t)argument, wrong = 0;
	volatile uint32_t *mine = memory + me;
	int i;

	*mine = me << 24;
	for (i = 0; i < ROUNDS; i++) {
		uint32_t before = *mine;

		wrong += before != (me << 24 | (uint32_t)i);
		*mine = before + 1;
	}
	return (void *)wrong;
}

int main(void)
{
	pthread_t threads[THREADS];
	char *base = NULL;
	int fd = open("/dev/hptv0_tc", O_RDWR);
	uintptr_t i;

	if (fd < 0 || ioctl(fd, IOMAPMAP, &base) < 0) {
		perror("/dev/hptv0_tc");
		return 1;
	}
	memory = (volatile uint32_t *)(base + 0x1f8800);	/* behind the last line */
	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, (void *)i);
	for (i = 0; i < THREADS; i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		printf("thread %d: %d wrong, at last 0x%08x\n", (int)i, (int)(uintptr_t)wrong, memory[i]);
	}
	return 0;
}
