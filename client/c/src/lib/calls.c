/* The system calls: section 5.3 of the specification. */
#include <errno.h>

#include "lib/descriptor.h"
#include "lib/exchange.h"
#include "lib/failure.h"
#include "lib/host.h"

/* What a message has besides the data of a WRITE. */
#define OVERHEAD 64

#define FIELDS(...) ((const struct value[]){ __VA_ARGS__ })

/* A number for the handle of a reply; the handle is closed again where there is no number left. */
static int opened(struct iomap_process *process, uint64_t handle)
{
	struct call close;
	int fd = descriptor_add(process, handle);

	if (fd < 0) {
		struct iomap_failure failure = *iomap_failure();
		call(process, &close, IOMAP_REQUEST_CLOSE, FIELDS(number(handle)));
		fail(&failure);
	}
	return fd;
}

/* Calls on a descriptor look the handle up first: in a child of the program the table is not this program's. */
static uint64_t handle_of(struct iomap_process *process, int fd)
{
	struct guard guard;
	uint64_t handle = 0;

	if (enter(process, &guard, true)) {
		handle = descriptor_handle(process, fd);
		leave(&guard);
	}
	return handle;
}

int iomap_open(struct iomap_process *process, const char *path, int flags)
{
	struct call open;

	if (call_restarting(process, &open, IOMAP_REQUEST_OPEN, FIELDS(number((unsigned)flags), string(path))) != 0) {
		return -1;
	}
	return opened(process, open.fields[0].number);
}

int iomap_close(struct iomap_process *process, int fd)
{
	struct call close;
	uint64_t handle = handle_of(process, fd);
	int result = call(process, &close, IOMAP_REQUEST_CLOSE, FIELDS(number(handle)));

	if (result == 0) {
		descriptor_remove(process, fd, handle);
	}
	return result;
}

int iomap_dup(struct iomap_process *process, int fd)
{
	struct call dup;

	if (call(process, &dup, IOMAP_REQUEST_DUP, FIELDS(number(handle_of(process, fd)))) != 0) {
		return -1;
	}
	return opened(process, dup.fields[0].number);
}

int iomap_ioctl(struct iomap_process *process, int fd, uint32_t request, uint64_t *argument)
{
	struct call ioctl;
	uint64_t handle = handle_of(process, fd);

	if (call_restarting(process, &ioctl, IOMAP_REQUEST_IOCTL,
			    FIELDS(number(request), number(handle), number(argument ? *argument : 0))) != 0) {
		return -1;
	}
	if (argument) {
		*argument = ioctl.fields[0].number;
	}
	return (int)ioctl.fields[1].number;
}

int iomap_map(struct iomap_process *process, int fd, uint32_t *address)
{
	uint64_t argument = *address;

	if (iomap_ioctl(process, fd, IOMAP_IOMAPMAP, &argument) == -1) {
		return -1;
	}
	*address = (uint32_t)argument;
	return 0;
}

int iomap_unmap(struct iomap_process *process, int fd)
{
	uint64_t argument = 0;
	return iomap_ioctl(process, fd, IOMAP_IOMAPUNMAP, &argument) == -1 ? -1 : 0;
}

static ssize_t read_guarded(struct iomap_process *process, uint64_t handle, void *into, size_t count,
			    const struct guard *guard)
{
	uint8_t request[ACCESS_BYTES], reply[REPLY_BYTES];
	struct answer answer = { .frames = reply, .size = sizeof(reply), .into = into, .into_size = count };
	struct message message = { .type = IOMAP_TYPE_REQUEST,
				   .opcode = IOMAP_REQUEST_READ,
				   .shape = schema_request(IOMAP_REQUEST_READ),
				   .fields = FIELDS(number(handle), number(count)) };
	size_t length = message_encode(&message, request, sizeof(request), NULL);
	uint64_t deadline = deadline_of(process);
	struct exchange *exchange = exchange_send(process, request, length, NULL, &answer, count + OVERHEAD, deadline);

	if (!exchange || exchange_sleep(process, exchange, guard) != 0) {
		return -1;
	}
	if (answer.length > 0 && answer_check(process, reply) != 0) {
		return -1;
	}
	return (ssize_t)answer.received;
}

ssize_t iomap_read(struct iomap_process *process, int fd, void *into, size_t count)
{
	struct guard guard;
	uint64_t handle = handle_of(process, fd);
	size_t most = process->longest - OVERHEAD;
	ssize_t result;

	do {
		if (!enter(process, &guard, true)) {
			return -1;
		}
		result = read_guarded(process, handle, into, count < most ? count : most, &guard);
		leave(&guard);
	} while (result == -1 && errno == ERESTART);
	return result;
}

ssize_t iomap_write(struct iomap_process *process, int fd, const void *from, size_t count)
{
	struct call write;
	size_t most = process->longest - OVERHEAD;
	uint64_t handle = handle_of(process, fd);

	if (call_restarting(process, &write, IOMAP_REQUEST_WRITE,
			    FIELDS(number(handle), bytes(from, count < most ? count : most))) != 0) {
		return -1;
	}
	return (ssize_t)write.fields[0].number;
}

int64_t iomap_lseek(struct iomap_process *process, int fd, int64_t offset, int whence)
{
	struct call lseek;

	if (call(process, &lseek, IOMAP_REQUEST_LSEEK,
		 FIELDS(number((unsigned)whence), number(handle_of(process, fd)), number((uint64_t)offset))) != 0) {
		return -1;
	}
	return (int64_t)lseek.fields[0].number;
}

int iomap_poll(struct iomap_process *process, int fd, int events, int timeout)
{
	struct call poll;
	uint64_t handle = handle_of(process, fd);
	uint64_t began = host_nanos();
	int left = timeout;
	int result;

	do {
		result = call_sleeping(
			process, &poll, IOMAP_REQUEST_POLL,
			FIELDS(number((unsigned)events), number(handle), number((uint64_t)(int64_t)left)));
	} while (result != 0 && is_to_go_on(began, timeout, &left));
	return result == 0 ? (int)poll.fields[0].number : -1;
}

int iomap_ftruncate(struct iomap_process *process, int fd, uint64_t length)
{
	struct call ftruncate;
	return call(process, &ftruncate, IOMAP_REQUEST_FTRUNCATE,
		    FIELDS(number(handle_of(process, fd)), number(length)));
}

int iomap_mmap(struct iomap_process *process, int fd, uint64_t *address, uint64_t length, uint64_t offset,
	       int protection, int flags)
{
	struct call mmap;

	if (call_restarting(process, &mmap, IOMAP_REQUEST_MMAP,
			    FIELDS(number(handle_of(process, fd)), number(*address), number(length), number(offset),
				   number((unsigned)protection), number((unsigned)flags))) != 0) {
		return -1;
	}
	*address = mmap.fields[0].number;
	return 0;
}

int iomap_munmap(struct iomap_process *process, uint64_t address, uint64_t length)
{
	struct call munmap;
	return call(process, &munmap, IOMAP_REQUEST_MUNMAP, FIELDS(number(address), number(length)));
}

int iomap_mknod(struct iomap_process *process, const char *path, uint32_t mode, uint32_t device)
{
	struct call mknod;
	return call(process, &mknod, IOMAP_REQUEST_MKNOD, FIELDS(number(mode), number(device), string(path)));
}

int iomap_unlink(struct iomap_process *process, const char *path)
{
	struct call unlink;
	return call(process, &unlink, IOMAP_REQUEST_UNLINK, FIELDS(string(path)));
}

int iomap_chmod(struct iomap_process *process, const char *path, uint32_t mode)
{
	struct call chmod;
	return call(process, &chmod, IOMAP_REQUEST_CHMOD, FIELDS(number(mode), string(path)));
}

int iomap_chown(struct iomap_process *process, const char *path, uint32_t uid, uint32_t gid)
{
	struct call chown;
	return call(process, &chown, IOMAP_REQUEST_CHOWN, FIELDS(number(uid), number(gid), string(path)));
}

int iomap_stat(struct iomap_process *process, const char *path, struct iomap_stat *status)
{
	struct call stat;

	if (call(process, &stat, IOMAP_REQUEST_STAT, FIELDS(string(path))) != 0) {
		return -1;
	}
	*status = (struct iomap_stat){ .inode = stat.fields[0].number,
				       .mode = (uint32_t)stat.fields[1].number,
				       .uid = (uint32_t)stat.fields[2].number,
				       .gid = (uint32_t)stat.fields[3].number,
				       .device = (uint32_t)stat.fields[4].number };
	return 0;
}

int iomap_getpid(struct iomap_process *process, struct iomap_identity *identity)
{
	struct call getpid;

	if (call(process, &getpid, IOMAP_REQUEST_GETPID, NULL) != 0) {
		return -1;
	}
	*identity = (struct iomap_identity){ .pid = (uint32_t)getpid.fields[0].number,
					     .uid = (uint32_t)getpid.fields[1].number,
					     .gid = (uint32_t)getpid.fields[2].number,
					     .rights = process->identity.rights };
	return 0;
}

int iomap_ping(struct iomap_process *process)
{
	struct call ping;
	return call(process, &ping, IOMAP_REQUEST_PING, NULL);
}
