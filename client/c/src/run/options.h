/* The command line of iomap-run. */
#ifndef IOMAP_OPTIONS_H
#define IOMAP_OPTIONS_H

#include <stdbool.h>

struct options {
	bool trace; /* --static */
	bool verbose;
	char **program; /* and its arguments, with a null pointer at the end */
};

/* Leaves the settings in the environment. Ends this program when something is wrong, or was asked for. */
struct options options_read(int count, char **arguments);

#endif
