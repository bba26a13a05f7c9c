/* The opening and the end of a connection: HELLO and WELCOME, EXIT. Section 3 of the specification. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/endpoint.h"
#include "lib/event.h"
#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/fork.h"
#include "lib/host.h"
#include "lib/text.h"

#define DEFAULT_DEADLINE_MILLIS 10000
#define DEFAULT_SPIN_MICROS 50
#define OPTIONS 8
#define IMPOSSIBLE_MINOR 3999
#define PRIVATE_FEATURE 0x80000000u
#define NAME_BYTES 64
/* A program may be without a call for as long as the service allows: nobody answers its PINGs meanwhile. */
#define IDLE_MILLIS 3600000

/* The options of HELLO, and what their values are made in. */
struct hello {
	struct value options[2 * OPTIONS]; /* id and value of each */
	unsigned count;
	char name[NAME_BYTES];
	char token[TOKEN_BYTES];
	uint8_t identity[8], features[4 * 16], limits[16];
};

static void add_option(struct hello *hello, unsigned id, const void *value, size_t length)
{
	hello->options[2 * hello->count] = number(id);
	hello->options[2 * hello->count + 1] = bytes(value, length);
	hello->count++;
}

/* The name of the process, in the form of DC-3. */
static void add_name(struct hello *hello, const char *name)
{
	size_t length = 0;

	for (const char *at = name ? name : program_invocation_short_name; *at && length < NAME_BYTES; at++) {
		bool alphanumeric = is_alphanumeric((uint8_t)*at);
		if (alphanumeric || length > 0) {
			hello->name[length++] = alphanumeric || *at == '.' || *at == '-' ? *at : '_';
		}
	}
	if (length > 0) {
		add_option(hello, IOMAP_OPTION_PROCESS_NAME, hello->name, length);
	}
}

static void add_features(struct hello *hello, bool strange)
{
	static const uint32_t known[] = { IOMAP_FEATURE_TRANSFERS, IOMAP_FEATURE_BATCH, IOMAP_FEATURE_EVENTS,
					  IOMAP_FEATURE_MONITOR,   IOMAP_FEATURE_FILES, IOMAP_FEATURE_SHARED_MEMORY };
	size_t count = 0;

	for (; count < sizeof(known) / sizeof(known[0]); count++) {
		put32(hello->features + 4 * count, known[count]);
	}
	if (strange) {
		put32(hello->features + 4 * count++, PRIVATE_FEATURE | (uint32_t)host_nanos());
	}
	add_option(hello, IOMAP_OPTION_FEATURES, hello->features, 4 * count);
}

static void add_limits(struct hello *hello)
{
	put32(hello->limits, IOMAP_LIMIT_IDLE_MILLIS);
	put32(hello->limits + 4, 0);
	put64(hello->limits + 8, IDLE_MILLIS);
	add_option(hello, IOMAP_OPTION_LIMITS, hello->limits, sizeof(hello->limits));
}

static void add_options(struct hello *hello, const struct iomap_options *options, const struct endpoint *endpoint,
			bool strange)
{
	size_t token_length = options->token ? 0 : endpoint_token(endpoint, hello->token);

	if (options->machine) {
		add_option(hello, IOMAP_OPTION_MACHINE, options->machine, strlen(options->machine));
	}
	if (options->token) {
		add_option(hello, IOMAP_OPTION_TOKEN, options->token, options->token_length);
	} else if (token_length > 0) {
		add_option(hello, IOMAP_OPTION_TOKEN, hello->token, token_length);
	}
	if (options->has_identity) {
		put32(hello->identity, options->uid);
		put32(hello->identity + 4, options->gid);
		add_option(hello, IOMAP_OPTION_IDENTITY, hello->identity, sizeof(hello->identity));
	}
	add_features(hello, strange);
	add_limits(hello);
	add_name(hello, options->name);
}

/* Before WELCOME: HS-6. */
static void default_limits(struct limits *limits)
{
	for (unsigned id = 0; id < LIMITS; id++) {
		limits->value[id] = schema_limit(id).value;
	}
	limits->value[IOMAP_LIMIT_MESSAGE_BYTES] = OPENING_BYTES;
}

/* HS-8: those in force. The default of what the service does not name, and never above the ceiling. */
static void set_limits(struct limits *limits, const struct value *list)
{
	limits->value[IOMAP_LIMIT_MESSAGE_BYTES] = schema_limit(IOMAP_LIMIT_MESSAGE_BYTES).value;
	for (uint64_t i = 0; i < list->number; i++) {
		uint64_t id = list->fields[2 * i].number;
		uint64_t value = list->fields[2 * i + 1].number;
		if (id < LIMITS && value > 0) {
			uint64_t ceiling = schema_limit((unsigned)id).ceiling;
			limits->value[id] = value < ceiling ? value : ceiling;
		}
	}
}

/* What WELCOME says, and the memory that depends on it. */
static int take_welcome(struct iomap_process *process, const struct value *fields)
{
	process->identity = (struct iomap_identity){ .pid = (uint32_t)fields[2].number,
						     .uid = (uint32_t)fields[3].number,
						     .gid = (uint32_t)fields[4].number,
						     .rights = (uint32_t)fields[5].number };
	set_limits(&process->limits, &fields[10]);
	uint64_t longest = limit_of(process, IOMAP_LIMIT_MESSAGE_BYTES);
	uint64_t descriptors = limit_of(process, IOMAP_LIMIT_DESCRIPTORS);
	if (longest < OPENING_BYTES) {
		return fail_here(EPROTO, "limits that make no sense");
	}
	uint8_t *in = malloc(2 * longest);
	process->descriptors = calloc(descriptors, sizeof(*process->descriptors));
	process->descriptor_count = descriptors;
	if (!in || !process->descriptors) {
		free(in);
		return fail_here(ENOMEM, "no memory for a connection");
	}
	pthread_mutex_lock(&process->state);
	process->in_end -= process->in_start;
	memcpy(in, process->in + process->in_start, process->in_end);
	process->in_start = 0;
	free(process->in);
	process->in = in;
	process->in_size = 2 * longest;
	process->longest = (uint32_t)longest;
	pthread_mutex_unlock(&process->state);
	return 0;
}

static int decode_welcome(struct iomap_process *process, const struct answer *answer)
{
	struct value *values = malloc(OPENING_BYTES * sizeof(*values) / 2);
	struct values room = { values, OPENING_BYTES / 2 };
	struct message message;
	struct refusal refusal = { .text = "a WELCOME that is cut" };
	int result = -1;

	if (!values) {
		return fail_here(ENOMEM, "no memory for a connection");
	}
	if (answer->length < HEADER_BYTES || !message_decode(answer->frames, &message, &room, &refusal)) {
		fail_here(EPROTO, "the service broke the protocol: %s", refusal.text);
	} else if (message.status != 0) {
		struct iomap_failure failure;
		if (failure_decode(answer->frames, &failure)) {
			fail(&failure);
		}
	} else {
		result = take_welcome(process, message.fields);
	}
	free(values);
	return result;
}

static int say_hello(struct iomap_process *process, struct hello *hello, bool strange, uint64_t deadline)
{
	uint8_t request[OPENING_BYTES], reply[OPENING_BYTES];
	struct answer answer = { .frames = reply, .size = sizeof(reply) };
	const struct value fields[] = { number(IOMAP_WIRE_MAGIC),
					number(IOMAP_WIRE_MAJOR),
					number(0),
					number(strange ? IMPOSSIBLE_MINOR : IOMAP_WIRE_MINOR),
					{ .number = hello->count, .fields = hello->options } };
	struct message message = { .type = IOMAP_TYPE_REQUEST,
				   .opcode = IOMAP_REQUEST_HELLO,
				   .shape = schema_request(IOMAP_REQUEST_HELLO),
				   .fields = fields };
	size_t length = message_encode(&message, request, sizeof(request), NULL);

	if (length == 0) {
		return fail_here(EMSGSIZE, "options that are too long");
	}
	struct exchange *exchange = exchange_send(process, request, length, NULL, &answer, 0, deadline);
	if (!exchange || exchange_await(process, exchange, deadline) != 0) {
		return -1;
	}
	return decode_welcome(process, &answer);
}

static bool is_alone(void)
{
	cpu_set_t processors;
	return sched_getaffinity(0, sizeof(processors), &processors) == 0 && CPU_COUNT(&processors) == 1;
}

static struct iomap_process *make(const struct iomap_options *options)
{
	struct iomap_process *process = calloc(1, sizeof(*process));
	uint8_t *in = malloc(2 * OPENING_BYTES);
	pthread_condattr_t monotonic;

	if (!process || !in) {
		free(process);
		free(in);
		fail_here(ENOMEM, "no memory for a connection");
		return NULL;
	}
	process->in = in;
	process->in_size = 2 * OPENING_BYTES;
	process->longest = OPENING_BYTES;
	process->socket = process->passed = -1;
	process->lowest_socket = options->lowest_socket;
	process->deadline_nanos =
		(options->deadline_millis ? options->deadline_millis : DEFAULT_DEADLINE_MILLIS) * 1000000ull;
	int spin = options->spin_micros ? options->spin_micros : is_alone() ? -1 : DEFAULT_SPIN_MICROS;
	process->spin_nanos = spin > 0 ? (uint64_t)spin * 1000 : 0;
	default_limits(&process->limits);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&process->sending, NULL);
	pthread_mutex_init(&process->state, NULL);
	pthread_cond_init(&process->room, &monotonic);
	for (size_t i = 0; i < EXCHANGES; i++) {
		process->exchanges[i].wake_fd = -1;
		pthread_cond_init(&process->exchanges[i].wake, &monotonic);
	}
	pthread_condattr_destroy(&monotonic);
	return process;
}

/* Without a word to the service. In a child of the program its locks may be anybody's: they are not touched. */
static void destroy(struct iomap_process *process)
{
	program_disowns(process);
	if (process->socket >= 0) {
		host_close(process->socket);
	}
	if (process->passed >= 0) {
		host_close(process->passed);
	}
	events_free(process);
	free(process->descriptors);
	free(process->in);
	free(process);
}

static int open_process(struct iomap_process *process, const struct endpoint *endpoint,
			const struct iomap_options *options)
{
	uint64_t deadline = deadline_of(process);
	struct hello *hello = calloc(1, sizeof(*hello));
	bool strange = host_nanos() / 1000 % 4 == 0; /* HS-5: a tolerance that nobody uses rots */
	int result = -1;

	if (!hello) {
		return fail_here(ENOMEM, "no memory for a connection");
	}
	add_options(hello, options, endpoint, strange);
	process->is_unix = endpoint->is_unix;
	process->socket = endpoint_connect(endpoint, options->lowest_socket, deadline);
	if (process->socket >= 0) {
		result = say_hello(process, hello, strange, deadline);
	}
	free(hello);
	return result;
}

struct iomap_process *iomap_connect(const char *uri, const struct iomap_options *options)
{
	static const struct iomap_options defaults;
	struct endpoint endpoint;

	options = options ? options : &defaults;
	struct iomap_process *process = make(options);
	if (!process) {
		return NULL;
	}
	program_owns(process);
	if (endpoint_parse(uri, &endpoint) != 0 || open_process(process, &endpoint, options) != 0) {
		int error = errno;
		destroy(process);
		errno = error;
		return NULL;
	}
	return process;
}

int iomap_exit(struct iomap_process *process, int code)
{
	struct call exit;
	const struct value fields[] = { number((unsigned)code & 0xFF) };
	int result = call(process, &exit, IOMAP_REQUEST_EXIT, fields);
	int error = errno;

	destroy(process);
	errno = error;
	return result;
}

void iomap_kill(struct iomap_process *process)
{
	destroy(process);
}

int iomap_is_alive(const struct iomap_process *process)
{
	struct iomap_process *mine = (struct iomap_process *)(uintptr_t)process;
	struct guard guard;

	if (!enter(mine, &guard, true)) {
		return 0;
	}
	drain(mine);
	answer_pings(mine);
	pthread_mutex_lock(&mine->state);
	bool lost = mine->lost;
	pthread_mutex_unlock(&mine->state);
	leave(&guard);
	return !lost;
}

int iomap_socket(const struct iomap_process *process)
{
	return process->socket;
}
