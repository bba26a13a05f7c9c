/*
 * iomap-run PROGRAM ARGUMENTS: runs a program of this computer as a process of an emulated workstation. It asks whether
 * the service is there, chooses how to run the program, and becomes it.
 */
#include "run/run.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <iomap/iomap.h>

#include "file/machine.h"
#include "run/options.h"
#include "run/program.h"

#define NOT_FOUND 127 /* as of a shell */
#define NOT_EXECUTABLE 126
#define QEMU_LIBRARIES "/usr/hppa-linux-gnu"

_Noreturn void fail(const char *format, ...)
{
	va_list arguments;

	fputs("iomap run: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(NOT_STARTED);
}

/* What was made or installed together with this program: in ../lib of where it is. */
static void find_part(const char *name, char path[PATH_MAX])
{
	char own[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (length < 0)
		fail("/proc/self/exe: %s", strerror(errno));
	own[length] = '\0';
	snprintf(path, PATH_MAX, "%s/lib/%s", dirname(dirname(own)), name);
	if (access(path, R_OK) < 0)
		fail("%s: %s", path, strerror(errno));
}

/* LD_PRELOAD with this library first. The loader knows no way to write a path with a colon or a blank. */
static void preload(const char *library, const char *variable, const char *prefix)
{
	const char *others = prefix[0] ? NULL : getenv("LD_PRELOAD");
	char value[2 * PATH_MAX];

	if (strpbrk(library, ": \t"))
		fail("%s: a library before a program cannot have a blank or a colon in its path", library);
	snprintf(value, sizeof(value), "%s%s%s%s", prefix, library, others && *others ? ":" : "", others ? others : "");
	setenv(variable, value, 1);
}

static void require_service(void)
{
	struct machine machine = MACHINE_INITIAL;

	if (!machine_process(&machine)) {
		const struct iomap_failure *failure = iomap_failure();

		if (failure->family == 0 && (failure->error == ENOENT || failure->error == ECONNREFUSED))
			fputs("iomap: is it running? Start it with: java -jar emulator/target/iomapd.jar\n", stderr);
		exit(NOT_STARTED);
	}
	iomap_exit(machine.process, 0);
}

/* Puts words before the program and its arguments. */
static char **with_words(char **program, const char *const words[], size_t count)
{
	size_t arguments = 0;
	char **all;

	while (program[arguments])
		arguments++;
	all = calloc(count + arguments + 1, sizeof(*all));
	if (!all)
		fail("%s", strerror(errno));
	for (size_t i = 0; i < count; i++)
		all[i] = (char *)(uintptr_t)words[i];
	memcpy(all + count, program, arguments * sizeof(*all));
	return all;
}

static void become(const char *path, char **arguments)
{
	execv(path, arguments);
	fprintf(stderr, "iomap run: %s: %s\n", path, strerror(errno));
	exit(errno == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

static void run_dynamic(const char *path, char **program)
{
	char library[PATH_MAX];

	find_part("libiomap-preload.so", library);
	preload(library, "LD_PRELOAD", "");
	become(path, program);
}

static void run_static(const char *path, char **program)
{
	char tracer[PATH_MAX];
	const char *words[] = { "iomap-static", path, program[0] };

	find_part("iomap-static", tracer);
	become(tracer, with_words(program + 1, words, 3));
}

/* QEMU's own variables: which libraries the program has, and what is set for it alone. */
static void run_parisc(const char *path, char **program)
{
	char library[PATH_MAX], qemu[PATH_MAX];
	const char *words[] = { "qemu-hppa", "-0", program[0], path };

	if (!program_find("qemu-hppa", qemu))
		fail("%s is a program of PA-RISC: qemu-hppa is missing (Debian: qemu-user)", path);
	find_part("hppa/libiomap-preload.so", library);
	if (access(QEMU_LIBRARIES "/lib", R_OK) == 0)
		setenv("QEMU_LD_PREFIX", QEMU_LIBRARIES, 0);
	else if (!getenv("QEMU_LD_PREFIX"))
		fail("%s is a program of PA-RISC: its C library is missing (Debian: libc6-hppa-cross)", path);
	unsetenv("LD_PRELOAD"); /* QEMU is no program of the machine */
	preload(library, "QEMU_SET_ENV", "LD_PRELOAD=");
	become(qemu, with_words(program + 1, words, 4));
}

int main(int count, char **arguments)
{
	struct options options = options_read(count, arguments);
	const char *reason = "";
	char path[PATH_MAX];
	enum program_kind kind;

	if (!program_find(options.program[0], path)) {
		fprintf(stderr, "iomap run: %s: %s\n", options.program[0], strerror(errno));
		return errno == ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
	}
	kind = program_kind(path, &reason);
	if (kind == PROGRAM_OTHER)
		fail("%s: %s", path, reason);
	require_service();
	if (options.verbose && kind == PROGRAM_STATIC && !options.trace)
		machine_say("%s is linked statically: it is traced, as with --static", path);
	if (kind == PROGRAM_PARISC)
		run_parisc(path, options.program);
	else if (options.trace || kind == PROGRAM_STATIC)
		run_static(path, options.program);
	else
		run_dynamic(path, options.program);
	return NOT_STARTED;
}
