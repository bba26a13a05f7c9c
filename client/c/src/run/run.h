/* iomap-run: what its parts have in common. */
#ifndef IOMAP_RUN_H
#define IOMAP_RUN_H

/* Exit status when the program was not started. */
#define NOT_STARTED 2

/* "iomap run: ..." on standard error, and the end with NOT_STARTED. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
