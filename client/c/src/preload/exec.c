/*
 * execve(2) and its relatives: the new program runs under this library as well, with the same settings, even when it is
 * given another environment.
 */
#include <alloca.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "file/setting.h"
#include "preload/installed.h"
#include "preload/launch.h"
#include "preload/real.h"

#define PRELOAD "LD_PRELOAD="

extern char **environ;

static bool is_setting(const char *entry)
{
	return strncmp(entry, "IOMAP_", 6) == 0;
}

static size_t length_of(char *const list[])
{
	size_t length = 0;

	while (list && list[length])
		length++;
	return length;
}

/* The first entry of a list that begins so. */
static const char *find(char *const list[], const char *prefix)
{
	for (; list && *list; list++)
		if (strncmp(*list, prefix, strlen(prefix)) == 0)
			return *list;
	return NULL;
}

/* What is to be set aside for the LD_PRELOAD that a program gets. */
static size_t preload_size(char *const list[])
{
	const char *entry = find(list, PRELOAD);

	return (entry ? strlen(entry) : strlen(PRELOAD)) + strlen(installed_library()) + 2;
}

/* LD_PRELOAD with this library in it. */
static void fill_preload(char *const list[], char *text, size_t size)
{
	const char *entry = find(list, PRELOAD);
	const char *value = entry && !INSTALLED_FOR_ANOTHER ? entry + strlen(PRELOAD) : "";

	if (strstr(value, installed_library()))
		snprintf(text, size, "%s", entry);
	else
		snprintf(text, size, PRELOAD "%s%s%s", installed_library(), *value ? ":" : "", value);
}

static char **complete(char *const list[], char **made, char *text, size_t size)
{
	const char *setting;
	size_t count = 0;

	fill_preload(list, text, size);
	for (; list && *list; list++)
		if (!is_setting(*list) && strncmp(*list, PRELOAD, strlen(PRELOAD)) != 0)
			made[count++] = *list;
	for (size_t i = 0; (setting = setting_at(i)); i++)
		made[count++] = (char *)(uintptr_t)setting;
	made[count++] = text;
	made[count] = NULL;
	return made;
}

/*
 * The environment that a program gets: what was asked for, with LD_PRELOAD and the settings. It is on the stack of the
 * function that asks: a child of vfork(2) must not allocate.
 */
#define COMPLETE(list)                                                                                        \
	complete(list, alloca((length_of(list) + SETTINGS + 2) * sizeof(char *)), alloca(preload_size(list)), \
		 preload_size(list))

/* The arguments of execl(3) and its like as a list, on the stack. */
#define LIST(arguments, first, list)                          \
	do {                                                  \
		va_list counted;                              \
		size_t length = 1;                            \
		va_copy(counted, arguments);                  \
		while (va_arg(counted, char *))               \
			length++;                             \
		va_end(counted);                              \
		list = alloca((length + 1) * sizeof(char *)); \
		list[0] = (char *)(uintptr_t)first;           \
		for (size_t i = 1; i <= length; i++)          \
			list[i] = va_arg(arguments, char *);  \
	} while (0)

/* On the stack, too. */
#define LAUNCH(path, arguments) \
	launch_words(alloca((length_of(arguments) + LAUNCH_WORDS + 1) * sizeof(char *)), path, arguments)

static int become(const char *path, char *const arguments[], char **environment)
{
	if (launch_is_needed(path))
		return real()->execve(installed_launcher(), LAUNCH(path, arguments), launch_environment(environment));
	return real()->execve(path, arguments, environment);
}

static int search(const char *file, char *const arguments[], char **environment)
{
	char path[PATH_MAX];

	if (launch_finds(file, path))
		return real()->execve(installed_launcher(), LAUNCH(path, arguments), launch_environment(environment));
	return real()->execvpe(file, arguments, environment);
}

INTERPOSED int execve(const char *path, char *const arguments[], char *const environment[])
{
	return become(path, arguments, COMPLETE(environment));
}

INTERPOSED int fexecve(int fd, char *const arguments[], char *const environment[])
{
	return real()->fexecve(fd, arguments, COMPLETE(environment));
}

INTERPOSED int execvpe(const char *file, char *const arguments[], char *const environment[])
{
	return search(file, arguments, COMPLETE(environment));
}

INTERPOSED int execv(const char *path, char *const arguments[])
{
	return become(path, arguments, COMPLETE(environ));
}

INTERPOSED int execvp(const char *file, char *const arguments[])
{
	return search(file, arguments, COMPLETE(environ));
}

INTERPOSED int execl(const char *path, const char *first, ...)
{
	va_list arguments;
	char **list;

	va_start(arguments, first);
	LIST(arguments, first, list);
	va_end(arguments);
	return execv(path, list);
}

INTERPOSED int execlp(const char *file, const char *first, ...)
{
	va_list arguments;
	char **list;

	va_start(arguments, first);
	LIST(arguments, first, list);
	va_end(arguments);
	return execvp(file, list);
}

INTERPOSED int execle(const char *path, const char *first, ...)
{
	va_list arguments;
	char **list, **environment;

	va_start(arguments, first);
	LIST(arguments, first, list);
	environment = va_arg(arguments, char **);
	va_end(arguments);
	return execve(path, list, environment);
}

INTERPOSED int posix_spawn(pid_t *restrict child, const char *restrict path, const posix_spawn_file_actions_t *actions,
			   const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
			   char *const environment[restrict])
{
	char **all = COMPLETE(environment);

	if (launch_is_needed(path))
		return real()->posix_spawn(child, installed_launcher(), actions, attributes, LAUNCH(path, arguments),
					   launch_environment(all));
	return real()->posix_spawn(child, path, actions, attributes, arguments, all);
}

INTERPOSED int posix_spawnp(pid_t *restrict child, const char *restrict file, const posix_spawn_file_actions_t *actions,
			    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
			    char *const environment[restrict])
{
	char **all = COMPLETE(environment);
	char path[PATH_MAX];

	if (launch_finds(file, path))
		return real()->posix_spawn(child, installed_launcher(), actions, attributes, LAUNCH(path, arguments),
					   launch_environment(all));
	return real()->posix_spawnp(child, file, actions, attributes, arguments, all);
}

/* system(3) and popen(3) give their shell the environment as it is. */
static void restore_environment(void)
{
	size_t size = preload_size(environ);
	char *text = alloca(size);
	const char *setting;

	fill_preload(environ, text, size);
	setenv("LD_PRELOAD", text + strlen(PRELOAD), 1);
	for (size_t i = 0; (setting = setting_at(i)); i++) {
		const char *value = strchr(setting, '=');

		setenv(strndupa(setting, (size_t)(value - setting)), value + 1, 1);
	}
}

INTERPOSED int system(const char *command)
{
	restore_environment();
	return real()->system(command);
}

INTERPOSED FILE *popen(const char *command, const char *mode)
{
	restore_environment();
	return real()->popen(command, mode);
}
