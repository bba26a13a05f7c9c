#include <iomap/iomap.h>
int iomap_placeholder(void);
int iomap_placeholder(void) { return IOMAP_REQUEST_LOAD; }
