/*
 * The settings that iomap-run leaves in the environment, IOMAP_*: copied at the start, because a program may clean its
 * environment, and a shell keeps its own.
 */
#ifndef IOMAP_SETTING_H
#define IOMAP_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#define SETTINGS 32

/* Copies them from the environment; done at the first question otherwise. */
void setting_start(void);
/* Null when it is not set, or empty. */
const char *setting_get(const char *name);
bool setting_is_on(const char *name);
/* "NAME=VALUE" of the one at this place; null behind the last one. */
const char *setting_at(size_t place);
/* Null takes it away. */
void setting_set(const char *name, const char *value);

#endif
