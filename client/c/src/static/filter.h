/* The seccomp filter of a traced program: which of its system calls stop it, so that the others cost nothing. */
#ifndef IOMAP_FILTER_H
#define IOMAP_FILTER_H

/* For this thread and all that comes of it, for good. 0, or -1 with errno. */
int filter_install(void);

#endif
