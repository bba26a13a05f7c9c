/*
 * What the tracer has to say goes to the standard error of its program: whatever that is when it is said. The tracer
 * itself holds nothing open that somebody may wait for the end of.
 */
#ifndef IOMAP_REPORT_H
#define IOMAP_REPORT_H

/* What is written to the tracer's standard error from now on is kept. */
void report_start(void);
/* Gives the program what was kept. */
void report_pass_on(void);

#endif
