/* Events that wait for the program: one queue for all subscriptions of a process. */
#ifndef IOMAP_EVENT_H
#define IOMAP_EVENT_H

#include "lib/process.h"

/* With the lock state: takes an event in. False when it makes no sense. */
bool events_take(struct iomap_process *process, const uint8_t *frame, uint32_t length);
void events_free(struct iomap_process *process);

#endif
