/* Where the C library's own functions are. */
#include "preload/real.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>

static struct real functions;
static _Atomic bool known;

/* Two threads that come here together find the same. */
static void look_up(void)
{
#define LOOK_UP(name) *(void **)&functions.name = dlsym(RTLD_NEXT, #name);
	REAL_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
	known = true;
}

const struct real *real(void)
{
	if (!known)
		look_up();
	return &functions;
}

/* Before the program starts its threads. */
__attribute__((constructor(101))) static void start(void)
{
	look_up();
}
