/*
 * A process of the machine: one connection, and what is under way on it.
 *
 * Threads. Whoever calls writes the socket itself (lock: sending) and waits for the answer (lock: state). There is no
 * thread of the library: of the threads that wait, one leads: it reads the socket, alone, and hands out what arrives,
 * its own and the others'. When its own is there it leaves, and wakes one of those that follow to lead in its place.
 * The lock sending is taken before state, never the other way round; nobody sleeps with state, and the leader reads
 * without it.
 *
 * Memory. Nothing is allocated after iomap_connect, but for READDIR and the queue of events. Answers are written to the
 * caller's memory by whoever leads; an exchange that its caller gave up keeps its place until the answer has come.
 */
#ifndef IOMAP_PROCESS_H
#define IOMAP_PROCESS_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "iomap/iomap.h"
#include "lib/wire.h"

/* Exchanges under way at a time. The id of a request has its exchange in the lowest bits; there is no exchange 0. */
#define EXCHANGE_BITS 8
#define EXCHANGES (1u << EXCHANGE_BITS)
#define NUMBER_MASK (0x7FFFFFFFu >> EXCHANGE_BITS)
/* Ids with the highest bit are those of requests that have no reply. */
#define POSTED_ID 0x80000000u
/* A reply that is neither data nor a list; a failure is the longest. */
#define REPLY_BYTES 512
#define OWED_PINGS 64
#define LIMITS 32
#define FIRST_DESCRIPTOR 3

/*
 * Where the answer to a request goes: memory of the caller, which whoever leads fills. Data of parts goes to into, the
 * results of a pipeline to its accesses, and everything else to frames, as whole messages one after the other.
 */
struct answer {
	uint8_t *frames;
	size_t size, length;
	uint8_t *into;
	size_t into_size, received;
	struct iomap_access *accesses;
	size_t answered, failed;
};

/* A request, or the accesses of a pipeline, that wait for the answer. All fields belong to the lock state. */
struct exchange {
	bool taken, ready, follows;
	bool watches;		 /* waits for events, not for an answer */
	unsigned opcode;	 /* 0: of a pipeline, LOAD and STORE */
	uint32_t next, answered; /* numbers of the next id, and of the next that is answered */
	uint32_t cost;		 /* bytes of credit for each */
	struct answer *answer;	 /* null once the caller gave it up */
	pthread_cond_t wake;
	int wake_fd; /* an eventfd of an owner that sleeps in ppoll, else -1 */
};

/* The limits in force. */
struct limits {
	uint64_t value[LIMITS];
};

struct iomap_process {
	int socket;
	bool is_unix;
	unsigned generation;	    /* of the program that connected: see fork.h */
	struct iomap_process *next; /* of all processes of the program: see fork.h */
	int lowest_socket;
	uint64_t deadline_nanos, spin_nanos;
	struct iomap_identity identity;
	struct limits limits;

	pthread_mutex_t sending; /* the writing side of the socket */
	uint32_t posted;

	pthread_mutex_t state; /* everything below, but the input of who leads */
	bool leading;
	unsigned followers;	     /* exchanges that follow */
	bool room_wanted, room_made; /* who sends waits for credit */
	pthread_cond_t room;
	uint32_t requests; /* under way, and the bytes of credit they use */
	uint64_t bytes;
	struct exchange exchanges[EXCHANGES];
	uint32_t owed[OWED_PINGS]; /* PINGs to answer */
	unsigned owed_count;
	bool sharing; /* a SHARE is under way */
	int passed;   /* the descriptor that came with its reply, -1 for none */
	bool lost;
	bool going_away; /* the server has announced the end */
	int farewell;	 /* the errno of its reason, 0 for none */
	char farewell_text[129];
	struct iomap_failure loss; /* what calls fail with once it is lost */
	uint64_t *descriptors;	   /* the handle of each, 0 where the number is free */
	size_t descriptor_count;
	struct event_queue *events; /* null until something was subscribed to */

	uint8_t *in; /* the leader's */
	size_t in_size, in_start, in_end;
	uint32_t longest;    /* message that is accepted */
	unsigned idle_polls; /* polls of the socket that did not pay, one after the other */
};

#endif
