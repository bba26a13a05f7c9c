/* What stat(2), fstat(2) and statx(2) leave in the program's memory. */
#ifndef IOMAP_STATIC_STATUS_H
#define IOMAP_STATIC_STATUS_H

#include <stdbool.h>

#include "file/file.h"
#include "static/tracee.h"

/* Returns from the call with this status, in the form that the call has. */
void status_return(struct tracee *tracee, const struct file_status *status);
/* With AT_EMPTY_PATH the call is about the descriptor itself. */
bool status_is_empty_path(const struct tracee *tracee, uint64_t path);

#endif
