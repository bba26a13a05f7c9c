/* The command line of iomap-run. */
#include "run/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/run.h"

static const char help[] =
	"Usage: iomap run [OPTIONS] [--] PROGRAM [ARGUMENTS]\n"
	"Runs a program of this computer as a process of an emulated workstation.\n"
	"\n"
	"  --connect URI         where the service listens: unix:/PATH or tcp://HOST:PORT\n"
	"  --machine NAME        the machine; without it the service's first\n"
	"  --uid UID[:GID]       be this user of the machine; needs the right to be any user\n"
	"  --token-file FILE     the token that TCP asks for\n"
	"  --byte-order ORDER    auto, value (as the machine's processor loads) or bus (as a PC does)\n"
	"  --direct              map memory of the machine directly where that is possible\n"
	"  --static              trace the program, as is done with those that are linked statically\n"
	"  --verbose             say what is done\n"
	"  --help, --version\n"
	"\n"
	"The exit status is the program's; 2 when it was not started.\n";

enum { CONNECT = 1, MACHINE, UID, TOKEN_FILE, ORDER, DIRECT, STATIC, VERBOSE, HELP, VERSION };

static const struct option names[] = {
	{ "connect", required_argument, NULL, CONNECT },
	{ "machine", required_argument, NULL, MACHINE },
	{ "uid", required_argument, NULL, UID },
	{ "token-file", required_argument, NULL, TOKEN_FILE },
	{ "byte-order", required_argument, NULL, ORDER },
	{ "direct", no_argument, NULL, DIRECT },
	{ "static", no_argument, NULL, STATIC },
	{ "verbose", no_argument, NULL, VERBOSE },
	{ "help", no_argument, NULL, HELP },
	{ "version", no_argument, NULL, VERSION },
	{ 0 },
};

static void set(const char *name, const char *value)
{
	if (setenv(name, value, 1) < 0)
		fail("%s does not fit into the environment", name);
}

/* The program may change its directory: a file's name is kept as an absolute one. */
static void set_file(const char *name, const char *prefix, const char *file)
{
	char here[PATH_MAX], value[2 * PATH_MAX];

	if (file[0] == '/' || !getcwd(here, sizeof(here)))
		snprintf(value, sizeof(value), "%s%s", prefix, file);
	else
		snprintf(value, sizeof(value), "%s%s/%s", prefix, here, file);
	set(name, value);
}

static void set_uri(const char *uri)
{
	if (strncmp(uri, "unix:", 5) == 0)
		set_file("IOMAP_CONNECT", "unix:", uri + 5);
	else
		set("IOMAP_CONNECT", uri);
}

/* UID:GID, or UID for both. */
static void set_identity(const char *identity)
{
	unsigned uid, gid;
	char rest, value[32];
	int count = sscanf(identity, "%u:%u%c", &uid, &gid, &rest);

	if (count == 1 && sscanf(identity, "%u%c", &uid, &rest) == 1)
		gid = uid;
	else if (count != 2)
		fail("--uid %s: it is UID or UID:GID", identity);
	snprintf(value, sizeof(value), "%u:%u", uid, gid);
	set("IOMAP_IDENTITY", value);
}

static void set_order(const char *order)
{
	if (strcmp(order, "auto") != 0 && strcmp(order, "value") != 0 && strcmp(order, "bus") != 0)
		fail("--byte-order %s: it is auto, value or bus", order);
	set("IOMAP_BYTE_ORDER", order);
}

static void take(struct options *options, int option, const char *argument)
{
	switch (option) {
	case CONNECT:
		set_uri(argument);
		break;
	case MACHINE:
		set("IOMAP_MACHINE", argument);
		break;
	case UID:
		set_identity(argument);
		break;
	case TOKEN_FILE:
		if (access(argument, R_OK) < 0)
			fail("--token-file %s: %s", argument, strerror(errno));
		set_file("IOMAP_TOKEN_FILE", "", argument);
		break;
	case ORDER:
		set_order(argument);
		break;
	case DIRECT:
		set("IOMAP_DIRECT", "1");
		break;
	case STATIC:
		options->trace = true;
		break;
	case VERBOSE:
		options->verbose = true;
		set("IOMAP_VERBOSE", "1");
		break;
	case HELP:
		fputs(help, stdout);
		exit(EXIT_SUCCESS);
	case VERSION:
		puts("iomap-run " IOMAP_VERSION);
		exit(EXIT_SUCCESS);
	default:
		fprintf(stderr, "Try: iomap run --help\n");
		exit(NOT_STARTED);
	}
}

struct options options_read(int count, char **arguments)
{
	struct options options = { 0 };
	int option;

	while ((option = getopt_long(count, arguments, "+", names, NULL)) != -1)
		take(&options, option, optarg);
	options.program = arguments + optind;
	if (!*options.program)
		fail("no program to run; try: iomap run --help");
	return options;
}
