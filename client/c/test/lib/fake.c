/* A service that says what a test wants. */
#include "fake.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "iomap/registry.h"
#include "lib/wire.h"

struct fake {
	char directory[32], path[64], uri[80];
	int listener;
	fake_script *script;
	pthread_t thread;
};

static void *serve(void *argument)
{
	struct fake *fake = argument;
	int connection = accept4(fake->listener, NULL, NULL, SOCK_CLOEXEC);

	CHECK(connection >= 0);
	fake->script(connection);
	close(connection);
	return NULL;
}

struct fake *fake_start(fake_script *script)
{
	struct fake *fake = calloc(1, sizeof(*fake));
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	CHECK(fake);
	snprintf(fake->directory, sizeof(fake->directory), "/tmp/fake-XXXXXX");
	CHECK(mkdtemp(fake->directory));
	snprintf(fake->path, sizeof(fake->path), "%s/socket", fake->directory);
	snprintf(fake->uri, sizeof(fake->uri), "unix:%s", fake->path);
	memcpy(address.sun_path, fake->path, sizeof(fake->path));
	fake->script = script;
	fake->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(fake->listener, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	      listen(fake->listener, 1) == 0);
	CHECK(pthread_create(&fake->thread, NULL, serve, fake) == 0);
	return fake;
}

const char *fake_uri(const struct fake *fake)
{
	return fake->uri;
}

void fake_end(struct fake *fake)
{
	pthread_join(fake->thread, NULL);
	close(fake->listener);
	unlink(fake->path);
	rmdir(fake->directory);
	free(fake);
}

static bool receive(int connection, uint8_t *into, size_t count)
{
	while (count > 0) {
		ssize_t got = recv(connection, into, count, 0);
		if (got <= 0) {
			return false;
		}
		into += got;
		count -= (size_t)got;
	}
	return true;
}

size_t fake_request(int connection, uint8_t *frame, size_t size)
{
	if (!receive(connection, frame, HEADER_BYTES)) {
		return 0;
	}
	uint32_t length = get32(frame + LENGTH_AT);
	CHECK(length >= HEADER_BYTES && length <= size);
	return receive(connection, frame + HEADER_BYTES, length - HEADER_BYTES) ? length : 0;
}

uint32_t fake_expect(int connection, unsigned opcode)
{
	uint8_t frame[65536];

	CHECK(fake_request(connection, frame, sizeof(frame)) > 0);
	CHECK_EQUAL(get16(frame + OPCODE_AT), opcode);
	return get32(frame + ID_AT);
}

/* The client may be gone: that is its right. */
void fake_send(int connection, const void *data, size_t count)
{
	send(connection, data, count, MSG_NOSIGNAL);
}

void fake_say(int connection, unsigned type, unsigned flags, unsigned opcode, uint32_t id, uint32_t status,
	      const struct shape *shape, const struct value *fields)
{
	uint8_t frame[65536];
	struct message message = { type, flags, opcode, id, status, shape, fields };
	size_t length = message_encode(&message, frame, sizeof(frame), NULL);

	CHECK(length > 0);
	fake_send(connection, frame, length);
}

void fake_reply(int connection, unsigned opcode, uint32_t id, const struct value *fields)
{
	fake_say(connection, IOMAP_TYPE_REPLY, 0, opcode, id, 0, schema_reply(opcode), fields);
}

void fake_event(int connection, unsigned opcode, const struct value *fields)
{
	fake_say(connection, IOMAP_TYPE_EVENT, 0, opcode, 0, 0, schema_event(opcode), fields);
}

void fake_failure(int connection, unsigned type, unsigned opcode, uint32_t id, uint32_t status, const char *text)
{
	struct value fields[13] = { number(IOMAP_EXECUTION_NOT_EXECUTED) };

	fields[11] = string("");
	fields[12] = string(text);
	fake_say(connection, type, 0, opcode, id, status, schema_failure_detail, fields);
}

void fake_welcome(int connection)
{
	const struct value limits[] = { number(IOMAP_LIMIT_MESSAGE_BYTES), number(65536) };
	const struct value fields[11] = { number(17),
					  number(0),
					  number(5),
					  number(1000),
					  number(20),
					  number(0),
					  string("fake"),
					  string("b160l"),
					  { 0 },
					  { 0 },
					  { .number = 1, .fields = limits } };

	fake_reply(connection, IOMAP_REQUEST_HELLO, fake_expect(connection, IOMAP_REQUEST_HELLO), fields);
}

struct iomap_process *fake_connect(const struct fake *fake, unsigned deadline_millis)
{
	struct iomap_options options = { .deadline_millis = deadline_millis };
	struct iomap_process *process = iomap_connect(fake_uri(fake), &options);

	CHECK(process);
	return process;
}

void fake_answer(int connection, const uint8_t *frame)
{
	unsigned opcode = get16(frame + OPCODE_AT);
	uint32_t id = get32(frame + ID_AT);

	if (id == 0 || frame[FLAGS_AT] == IOMAP_FLAG_POSTED) {
		return;
	}
	uint64_t first = opcode == IOMAP_REQUEST_LOAD ? get64(frame + 16) + 1 : 3;
	const struct value fields[SHAPE_FIELDS] = { number(first), number(1) };
	fake_reply(connection, opcode, id, fields);
}

void fake_answers_everything(int connection)
{
	uint8_t frame[65536];

	fake_welcome(connection);
	while (fake_request(connection, frame, sizeof(frame)) > 0) {
		fake_answer(connection, frame);
	}
}
