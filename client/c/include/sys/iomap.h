/*
 * <sys/iomap.h> as on HP-UX: the requests of the driver iomap for ioctl(2). A program that is compiled with it runs under
 * `iomap run'. Manual: iomap(7).
 *
 * On HP-UX they are _IOWR('M', 1, int) and _IOWR('M', 2, int); where an address has 8 bytes, so has the argument.
 */
#ifndef IOMAP_SYS_IOMAP_H
#define IOMAP_SYS_IOMAP_H

#include <sys/ioctl.h>

#define IOMAPMAP (0xC0004D01ul | (unsigned long)sizeof(void *) << 16)
#define IOMAPUNMAP (0xC0004D02ul | (unsigned long)sizeof(void *) << 16)

#endif
