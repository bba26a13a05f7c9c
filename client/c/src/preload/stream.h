/*
 * stdio on files of the machine. The C library's own streams read and write behind this library's back, so these are
 * streams with functions of ours (fopencookie(3)); fileno(3) of them is the descriptor all the same.
 */
#ifndef IOMAP_STREAM_H
#define IOMAP_STREAM_H

/* Descriptor 0, 1 or 2 was replaced: stdin, stdout or stderr follow it to a file of the machine, and back. */
void stream_follow(int fd);
/* At the start: those that are files of the machine already. */
void stream_inherit(void);

#endif
