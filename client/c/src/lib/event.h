/* Events that wait for the program: one queue for all subscriptions of a process. */
#ifndef IOMAP_EVENT_H
#define IOMAP_EVENT_H

#include "lib/process.h"

/* Makes the queue, unless there is one. */
int events_make(struct iomap_process *process);
/* With the lock state. 1: an event, 0: none, -1: one that makes no sense, and the connection is lost. */
int events_next(struct iomap_process *process, struct iomap_event *event);
/* With the lock state: takes an event in. False when it makes no sense. */
bool events_take(struct iomap_process *process, const uint8_t *frame, uint32_t length);
void events_free(struct iomap_process *process);

#endif
