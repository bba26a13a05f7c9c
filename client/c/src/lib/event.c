/* The queue of events. */
#include "lib/event.h"

bool events_take(struct iomap_process *process, const uint8_t *frame, uint32_t length)
{
	(void)process; (void)frame; (void)length;
	return true;
}

void events_free(struct iomap_process *process)
{
	(void)process;
}
