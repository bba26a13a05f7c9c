/*
 * libiomap: a C program as a process of an emulated HP 9000. The calls are those of the Java client, in C.
 *
 * Every function that can fail returns -1 (or a null pointer) and sets errno; iomap_failure() then has everything the
 * service said. Any number of threads may use one process. No function allocates memory but those that say so. A call
 * that sleeps in the machine has no deadline, and fails with EINTR after a signal that the program handles.
 * Manual: iomap(3).
 */
#ifndef IOMAP_IOMAP_H
#define IOMAP_IOMAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <iomap/registry.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A process of the machine: one connection. */
struct iomap_process;

/* Flags of iomap_open, as on HP-UX. They are not those of the host's <fcntl.h>. */
#define IOMAP_O_RDONLY 0
#define IOMAP_O_WRONLY 1
#define IOMAP_O_RDWR 2
#define IOMAP_O_CREAT 0x100
#define IOMAP_O_TRUNC 0x200
#define IOMAP_O_EXCL 0x400
#define IOMAP_O_NONBLOCK 0x10000

#define IOMAP_PROT_NONE 0
#define IOMAP_PROT_READ 1
#define IOMAP_PROT_WRITE 2
#define IOMAP_MAP_SHARED 1
#define IOMAP_MAP_PRIVATE 2
#define IOMAP_MAP_FIXED 4

#define IOMAP_POLLIN 1
#define IOMAP_POLLOUT 4
#define IOMAP_POLLERR 8

/* Requests of the driver iomap with a 4-byte argument. <sys/iomap.h> has those of a program that calls ioctl(2). */
#define IOMAP_IOMAPMAP 0xC0044D01u
#define IOMAP_IOMAPUNMAP 0xC0044D02u

/* What the last call of this thread that failed was told. Valid until the thread's next call that fails. */
struct iomap_failure {
	unsigned family;    /* IOMAP_FAMILY_ERRNO, _BUS, _REFUSED, _PROTOCOL; 0: the connection itself failed */
	unsigned code;	    /* in the numbers of the family: section 7.3 of the specification */
	unsigned execution; /* IOMAP_EXECUTION_NOT_EXECUTED, _EXECUTED, _UNKNOWN */
	unsigned rule;	    /* of the iomap semantics, 0 for none */
	int error;	    /* the host's errno */
	int signal;	    /* the host's SIGBUS or SIGSEGV, 0 when no signal belongs to it */
	int si_code;	    /* the host's SEGV_MAPERR, BUS_ADRERR, ... */
	uint64_t address;   /* that failed, in the process */
	unsigned width;	    /* of the access, in bytes */
	uint64_t completed; /* elements of a block that were carried out before */
	unsigned limit;	    /* that was met, 0 for none */
	uint64_t value;	    /* that met the limit, or was wrong */
	char text[257];	    /* for people */
};
const struct iomap_failure *iomap_failure(void);

/* How to connect; all zero is the default of everything. */
struct iomap_options {
	const char *machine; /* null: the service's first */
	const char *name;    /* of this process in lists and the trace; null: the name of the program */
	const void *token;   /* for tcp; null: none, or that which iomapd left beside its socket */
	size_t token_length;
	int has_identity; /* be another uid and gid of the machine; needs a right */
	uint32_t uid, gid;
	unsigned deadline_millis; /* of every call that does not sleep in the machine; 0: 10,000 */
	int lowest_socket;	  /* the socket's descriptor in this program is at least this; 0: any */
	int spin_micros; /* a waiting thread polls the socket so long before it sleeps; 0: the default, -1: never */
};

/*
 * Connects: unix:/PATH or tcp://HOST:PORT. A null uri is $IOMAP_CONNECT, or else the socket that iomapd opens by
 * itself. Allocates memory that iomap_exit or iomap_kill frees.
 */
struct iomap_process *iomap_connect(const char *uri, const struct iomap_options *options);
/* Ends the process in good order with this exit code. Returns -1 if the service did not confirm; it is freed anyway. */
int iomap_exit(struct iomap_process *process, int code);
/* Ends it as kill -9 does: the connection is closed without a word. */
void iomap_kill(struct iomap_process *process);
/* 1 while the connection is there. */
int iomap_is_alive(const struct iomap_process *process);
/* The socket's descriptor in this program: to poll it, or to keep it when all others are closed. */
int iomap_socket(const struct iomap_process *process);

/* System calls. A descriptor is the lowest free number from 3 on. */
int iomap_open(struct iomap_process *process, const char *path, int flags);
int iomap_close(struct iomap_process *process, int fd);
int iomap_dup(struct iomap_process *process, int fd);
/* argument: in, what the argument points to; out, what the call left there. Returns what ioctl(2) returns. */
int iomap_ioctl(struct iomap_process *process, int fd, uint32_t request, uint64_t *argument);
ssize_t iomap_read(struct iomap_process *process, int fd, void *into, size_t count);
ssize_t iomap_write(struct iomap_process *process, int fd, const void *from, size_t count);
int64_t iomap_lseek(struct iomap_process *process, int fd, int64_t offset, int whence);
/* The events that are there, 0 when the time ran out; timeout in milliseconds, negative: without end. */
int iomap_poll(struct iomap_process *process, int fd, int events, int timeout);
int iomap_ftruncate(struct iomap_process *process, int fd, uint64_t length);
/* address: in, the wish; out, where it is. */
int iomap_mmap(struct iomap_process *process, int fd, uint64_t *address, uint64_t length, uint64_t offset,
	       int protection, int flags);
int iomap_munmap(struct iomap_process *process, uint64_t address, uint64_t length);
int iomap_mknod(struct iomap_process *process, const char *path, uint32_t mode, uint32_t device);
int iomap_unlink(struct iomap_process *process, const char *path);
int iomap_chmod(struct iomap_process *process, const char *path, uint32_t mode);
int iomap_chown(struct iomap_process *process, const char *path, uint32_t uid, uint32_t gid);
struct iomap_stat {
	uint64_t inode;
	uint32_t mode, uid, gid, device; /* mode as S_IF*; device: major << 24 | minor */
};
int iomap_stat(struct iomap_process *process, const char *path, struct iomap_stat *status);
/* Calls visit with each name, in order, until it returns not 0, and returns that. Allocates memory and frees it. */
int iomap_readdir(struct iomap_process *process, const char *path, int (*visit)(void *argument, const char *name),
		  void *argument);
struct iomap_identity {
	uint32_t pid, uid, gid, rights; /* rights: IOMAP_RIGHT_* */
};
int iomap_getpid(struct iomap_process *process, struct iomap_identity *identity);

/* IOMAPMAP and IOMAPUNMAP. address: in, 0 lets the system choose; out, the address that is used. */
int iomap_map(struct iomap_process *process, int fd, uint32_t *address);
int iomap_unmap(struct iomap_process *process, int fd);

/* One access; width is 1, 2, 4 or 8. */
int iomap_load(struct iomap_process *process, unsigned width, uint64_t address, uint64_t *value);
int iomap_store(struct iomap_process *process, unsigned width, uint64_t address, uint64_t value);
/* A store that waits for nothing; the next iomap_fence fails with the first one that failed. */
int iomap_post(struct iomap_process *process, unsigned width, uint64_t address, uint64_t value);
int iomap_fence(struct iomap_process *process);

/*
 * Many accesses. Data is bytes in address order, each element big-endian: count elements of width bytes. stride 0 is
 * the width. After a failure iomap_failure()->completed says how many elements were carried out.
 */
int iomap_load_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride, void *into,
		     size_t count);
int iomap_store_block(struct iomap_process *process, unsigned width, uint64_t address, uint64_t stride,
		      const void *from, size_t count);
int iomap_load_repeated(struct iomap_process *process, unsigned width, uint64_t address, void *into, size_t count);
int iomap_store_repeated(struct iomap_process *process, unsigned width, uint64_t address, const void *from,
			 size_t count);
int iomap_fill(struct iomap_process *process, unsigned width, uint64_t address, size_t count, uint64_t value);
/* Elements that are value before the first that is not, which *actual gets. */
int iomap_compare(struct iomap_process *process, unsigned width, uint64_t address, size_t count, uint64_t value,
		  uint64_t *equal, uint64_t *actual);

/* Accesses that are sent together: queue, send, look at the results. A pipeline belongs to one thread. */
struct iomap_access {
	unsigned direction; /* IOMAP_LOAD or IOMAP_STORE */
	unsigned width;
	uint64_t address;
	uint64_t value; /* of a store; of a load, what was loaded */
	int error;	/* errno of this access, 0 if it was carried out; EINPROGRESS until then */
	int signal, si_code;
};
#define IOMAP_LOAD 1
#define IOMAP_STORE 2
/*
 * Carries them all out, as many under way as the limits allow. Returns how many failed, or -1 if not all were
 * answered.
 */
int iomap_pipeline(struct iomap_process *process, struct iomap_access *accesses, size_t count);
/* The same in one message; stops at the first failure unless go_on. At most the limit BATCH_ENTRIES. */
int iomap_batch(struct iomap_process *process, struct iomap_access *accesses, size_t count, int go_on);

/*
 * The memory behind [address, address + length) of the process as memory of this program: only over a UNIX socket, and
 * only of what is memory in the machine (a frame buffer, a card's RAM), else null with ENODEV. The bytes are in address
 * order. No access through it is in the trace. munmap(2) ends it.
 */
void *iomap_share(struct iomap_process *process, uint64_t address, uint64_t length);

/* Events. Of DEVICE_REMOVED, value is the descriptor and status the errno that it has from now on. */
struct iomap_event {
	unsigned kind; /* IOMAP_EVENT_* : opcode of the event */
	uint32_t subscription;
	uint64_t sequence;
	unsigned level, width, trace_kind;
	uint64_t count, lost, time_nanos, address, value;
	uint32_t target, status, pid;
	uint64_t data_length; /* TERMINAL_OUTPUT; data is cut at its size */
	unsigned char data[4096];
	char actor[65], place[129], text[257];
};
int iomap_subscribe(struct iomap_process *process, unsigned kind, const char *source, uint32_t *subscription);
int iomap_unsubscribe(struct iomap_process *process, uint32_t subscription);
int iomap_acknowledge(struct iomap_process *process, uint32_t subscription);
/* The next event of any subscription: 1, or 0 when the time ran out. The queue is allocated by iomap_subscribe. */
int iomap_next_event(struct iomap_process *process, struct iomap_event *event, int timeout_millis);
/* Waits for an interrupt and acknowledges it: how many there were, 0 when the time ran out. */
int64_t iomap_wait(struct iomap_process *process, uint32_t subscription, int timeout_millis, unsigned *level);

/* The monitor's requests: physical addresses, a right of its own. */
int iomap_peek(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t *value);
int iomap_peek_block(struct iomap_process *process, unsigned width, uint64_t physical, void *into, size_t count);
int iomap_physical_load(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t *value);
int iomap_physical_store(struct iomap_process *process, unsigned width, uint64_t physical, uint64_t value);
int iomap_drive_line(struct iomap_process *process, const char *line, int high);
int64_t iomap_terminal_input(struct iomap_process *process, const char *terminal, const void *bytes, size_t count);
int iomap_reset(struct iomap_process *process);
int iomap_clock(struct iomap_process *process, uint64_t *nanos, unsigned *kind);
int iomap_set_clock(struct iomap_process *process, unsigned kind, uint64_t advance_nanos);
int iomap_ping(struct iomap_process *process);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
