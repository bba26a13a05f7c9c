/* Settings from the environment. */
#include "file/setting.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "IOMAP_"

static char *settings[SETTINGS];
static size_t count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void copy(void)
{
	for (char **entry = environ; entry && *entry && count < SETTINGS; entry++)
		if (strncmp(*entry, PREFIX, strlen(PREFIX)) == 0 && (settings[count] = strdup(*entry)))
			count++;
}

void setting_start(void)
{
	pthread_once(&once, copy);
}

/* The place of a setting, or `count'. */
static size_t find(const char *name)
{
	size_t length = strlen(name);
	size_t i = 0;

	setting_start();
	while (i < count && (strncmp(settings[i], name, length) != 0 || settings[i][length] != '='))
		i++;
	return i;
}

const char *setting_get(const char *name)
{
	size_t i = find(name);
	const char *value = i < count ? settings[i] + strlen(name) + 1 : "";

	return *value ? value : NULL;
}

bool setting_is_on(const char *name)
{
	const char *value = setting_get(name);

	return value && strcmp(value, "1") == 0;
}

const char *setting_at(size_t place)
{
	setting_start();
	return place < count ? settings[place] : NULL;
}

void setting_set(const char *name, const char *value)
{
	size_t i = find(name);
	size_t size = strlen(name) + strlen(value ? value : "") + 2;
	char *entry = value ? malloc(size) : NULL;

	if (entry)
		snprintf(entry, size, "%s=%s", name, value);
	if (i < count) {
		free(settings[i]);
		settings[i] = entry ? entry : settings[--count];
	} else if (entry && count < SETTINGS) {
		settings[count++] = entry;
	}
}
