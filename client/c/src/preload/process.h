/* Which process of the host this is. */
#ifndef IOMAP_PRELOAD_PROCESS_H
#define IOMAP_PRELOAD_PROCESS_H

#include <stdbool.h>

/*
 * False in a child of a bare clone(2), such as one of posix_spawn(3), which may run in its parent's memory: it has
 * descriptors of its own, and must change nothing that is written down of its parent's.
 */
bool process_is_own(void);

#endif
