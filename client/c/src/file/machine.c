/* The machine that a program is a process of. */
#include "file/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iomap/iomap.h>

#include "file/path.h"
#include "file/setting.h"

/* Above what a program opens itself, and closes in a loop over all numbers up to some hundreds. */
#define LOWEST_SOCKET 700
#define TOKEN_SIZE 4096
#define TEXT_SIZE 65536

static void say(const char *format, va_list arguments)
{
	char line[512] = "iomap: ";
	size_t prefix = strlen(line);
	int length = vsnprintf(line + prefix, sizeof(line) - prefix - 1, format, arguments);
	size_t end = prefix + (length < 0 ? 0 : (size_t)length);

	if (end > sizeof(line) - 2)
		end = sizeof(line) - 2;
	line[end++] = '\n';
	if (write(STDERR_FILENO, line, end) < 0)
		return;
}

void machine_say(const char *format, ...)
{
	int error = errno;
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	errno = error;
}

void machine_tell(const char *format, ...)
{
	int error = errno;
	va_list arguments;

	if (!setting_is_on("IOMAP_VERBOSE"))
		return;
	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	errno = error;
}

bool machine_is_direct(void)
{
	return setting_is_on("IOMAP_DIRECT");
}

bool machine_order_is_set(enum byte_order *order)
{
	const char *value = setting_get("IOMAP_BYTE_ORDER");

	if (!value || (strcmp(value, "value") != 0 && strcmp(value, "bus") != 0))
		return false;
	*order = value[0] == 'v' ? VALUE_ORDER : BUS_ORDER;
	return true;
}

/* The token's text without the end of the line; its length, 0 when there is none. */
static size_t read_token(char token[TOKEN_SIZE])
{
	const char *name = setting_get("IOMAP_TOKEN_FILE");
	FILE *file = name ? fopen(name, "re") : NULL;
	size_t length;

	if (!file)
		return 0;
	length = fread(token, 1, TOKEN_SIZE, file);
	fclose(file);
	while (length > 0 && (token[length - 1] == '\n' || token[length - 1] == '\r'))
		length--;
	return length;
}

static struct iomap_process *connect_by_environment(void)
{
	char token[TOKEN_SIZE];
	const char *identity = setting_get("IOMAP_IDENTITY");
	struct iomap_options options = {
		.machine = setting_get("IOMAP_MACHINE"),
		.token = token,
		.token_length = read_token(token),
		.lowest_socket = LOWEST_SOCKET,
	};

	if (options.token_length == 0)
		options.token = NULL;
	if (identity && sscanf(identity, "%" SCNu32 ":%" SCNu32, &options.uid, &options.gid) == 2)
		options.has_identity = 1;
	return iomap_connect(setting_get("IOMAP_CONNECT"), &options);
}

static void refuse(struct machine *machine)
{
	const char *uri = setting_get("IOMAP_CONNECT");
	const struct iomap_failure *failure = iomap_failure();

	machine->refused = true;
	machine_say("no machine at %s: %s", uri ? uri : "the default socket",
		    failure && failure->text[0] ? failure->text : strerror(errno));
}

struct iomap_process *machine_process(struct machine *machine)
{
	struct iomap_process *process = machine->process;

	if (process)
		return process;
	pthread_mutex_lock(&machine->lock);
	if (!machine->process && !machine->refused) {
		machine->process = connect_by_environment();
		if (!machine->process)
			refuse(machine);
	}
	process = machine->process;
	pthread_mutex_unlock(&machine->lock);
	if (!process)
		errno = ENXIO;
	return process;
}

/* The parent's connection is not touched: libiomap has closed its socket, and other threads may have held its lock. */
void machine_forget(struct machine *machine)
{
	pthread_mutex_init(&machine->lock, NULL);
	machine->process = NULL;
}

int machine_owns(struct machine *machine, const char *path)
{
	enum path_owner owner = path_owner(path);
	struct iomap_process *process;
	struct iomap_stat status;

	if (owner != PATH_EITHER)
		return owner == PATH_MACHINE;
	process = machine_process(machine);
	if (!process)
		return -1;
	if (iomap_stat(process, path, &status) < 0)
		return errno == ENOTDIR ? 1 : iomap_is_alive(process) ? 0 : -1;
	return S_ISCHR(status.mode);
}

static void add_range(struct machine *machine, const char *line)
{
	uint64_t first, last;
	int name = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " : %n", &first, &last, &name) < 2 || name == 0)
		return;
	if (strncmp(line + name, "System RAM", 10) != 0 && strncmp(line + name, "PCI Bus", 7) != 0)
		return;
	if (machine->range_count < MACHINE_RANGES)
		machine->ranges[machine->range_count++] = (struct byte_range){ first, last + 1 };
}

static ssize_t read_text(struct iomap_process *process, const char *path, char *text, size_t size)
{
	int fd = iomap_open(process, path, IOMAP_O_RDONLY);
	size_t length = 0;
	ssize_t count;

	if (fd < 0)
		return -1;
	while ((count = iomap_read(process, fd, text + length, size - length)) > 0)
		length += (size_t)count;
	iomap_close(process, fd);
	return (ssize_t)length;
}

/* What /proc/iomem calls System RAM and PCI Bus; the windows of the PCI bus do not move while the machine is on. */
static void learn_ranges(struct machine *machine)
{
	struct iomap_process *process = machine_process(machine);
	char *text = malloc(TEXT_SIZE);
	ssize_t length = process && text ? read_text(process, "/proc/iomem", text, TEXT_SIZE - 1) : -1;

	pthread_mutex_lock(&machine->lock);
	if (length >= 0 && !machine->has_ranges) {
		char *rest = text;
		char *line;

		text[length] = '\0';
		while ((line = strsep(&rest, "\n")))
			add_range(machine, line);
		machine->has_ranges = true;
	}
	pthread_mutex_unlock(&machine->lock);
	free(text);
}

enum byte_order machine_order(struct machine *machine, uint64_t physical, uint64_t length, uint64_t *same)
{
	enum byte_order order;

	*same = length;
	if (machine_order_is_set(&order))
		return order;
	if (!machine->has_ranges)
		learn_ranges(machine);
	for (unsigned i = 0; i < machine->range_count; i++) {
		const struct byte_range *range = &machine->ranges[i];

		if (physical >= range->start && physical < range->end) {
			if (range->end - physical < *same)
				*same = range->end - physical;
			return BUS_ORDER;
		}
		if (range->start > physical && range->start - physical < *same)
			*same = range->start - physical;
	}
	return VALUE_ORDER;
}
