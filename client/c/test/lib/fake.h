/* A service that says what a test wants it to say: on a UNIX socket, in a thread of the test. */
#ifndef TEST_FAKE_H
#define TEST_FAKE_H

#include <stdint.h>
#include <stddef.h>

#include "iomap/iomap.h"
#include "lib/message.h"

#define FIELDS(...) ((const struct value[]){ __VA_ARGS__ })

/* What it does with a connection; it is closed when the script returns. */
typedef void fake_script(int connection);

struct fake;
/* Listens, and runs the script on the first connection. */
struct fake *fake_start(fake_script *script);
/* unix:/PATH */
const char *fake_uri(const struct fake *fake);
/* Waits until the script has ended. */
void fake_end(struct fake *fake);

/* A process of it; deadline 0 is that of the library. */
struct iomap_process *fake_connect(const struct fake *fake, unsigned deadline_millis);
/* Answers every load with its address and one more, and everything else with nothing. */
void fake_answer(int connection, const uint8_t *frame);
/* A script: answers everything. */
void fake_answers_everything(int connection);

/* For scripts. Each ends the program when the client does something else. */

/* Takes the HELLO and answers it. */
void fake_welcome(int connection);
/* The next request, at most size bytes; returns its length, 0 at the end of the connection. */
size_t fake_request(int connection, uint8_t *frame, size_t size);
/* A request of this opcode; returns its id. */
uint32_t fake_expect(int connection, unsigned opcode);
void fake_send(int connection, const void *bytes, size_t count);
/* A whole message. */
void fake_say(int connection, unsigned type, unsigned flags, unsigned opcode, uint32_t id, uint32_t status,
	      const struct shape *shape, const struct value *fields);
void fake_reply(int connection, unsigned opcode, uint32_t id, const struct value *fields);
void fake_event(int connection, unsigned opcode, const struct value *fields);
/* A failure; text is for people. */
void fake_failure(int connection, unsigned type, unsigned opcode, uint32_t id, uint32_t status, const char *text);

#endif
