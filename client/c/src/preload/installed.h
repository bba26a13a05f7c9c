/*
 * What was made, or installed, together with this library: ../bin/iomap-run and the library for programs of the host,
 * which is this one; but beside a program that QEMU runs it is ../libiomap-preload.so.
 */
#ifndef IOMAP_INSTALLED_H
#define IOMAP_INSTALLED_H

/* Is this library for another processor than the host's? */
#ifdef __hppa__
#define INSTALLED_FOR_ANOTHER 1
#else
#define INSTALLED_FOR_ANOTHER 0
#endif

const char *installed_library(void);
const char *installed_launcher(void);

#endif
