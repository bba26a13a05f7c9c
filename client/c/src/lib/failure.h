/* Failures: what the service says, and what it is on this host. */
#ifndef IOMAP_LIB_FAILURE_H
#define IOMAP_LIB_FAILURE_H

#include "lib/process.h"

/* Notes a failure of the thread, sets errno, and returns -1. */
int fail(const struct iomap_failure *failure);
/* A failure of this side, before anything was sent. */
__attribute__((format(printf, 2, 3))) int fail_here(int error, const char *format, ...);
/* The connection is gone. sent: the request was, or may have been. */
int fail_lost(struct iomap_process *process, bool sent);
/* The service broke the protocol: the connection is lost, and the call fails with that. Without a lock. */
int connection_broken(struct iomap_process *process, const char *text);
/* The error and the signal of a result in a batch: status and HP-UX signal. */
void failure_of_status(uint32_t status, uint32_t signal, struct iomap_failure *failure);
/* What a reply or ERROR says whose status is not 0. False when it makes no sense. */
bool failure_decode(const uint8_t *frame, struct iomap_failure *failure);

#endif
