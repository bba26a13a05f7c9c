/* stdio on files of the machine. */
#include "preload/stream.h"

#include <errno.h>
#include <string.h>

#include "preload/bounce.h"
#include "preload/descriptor.h"
#include "preload/place.h"
#include "preload/process.h"
#include "preload/real.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
size_t __fread_chk(void *into, size_t room, size_t size, size_t count, FILE *stream);
size_t __fread_unlocked_chk(void *into, size_t room, size_t size, size_t count, FILE *stream);

/* The cookie of a stream is its descriptor; the functions below are the interposed ones. */
static int descriptor_of(void *cookie)
{
	return (int)(intptr_t)cookie;
}

static ssize_t cookie_read(void *cookie, char *into, size_t count)
{
	return read(descriptor_of(cookie), into, count);
}

static ssize_t cookie_write(void *cookie, const char *from, size_t count)
{
	return write(descriptor_of(cookie), from, count);
}

static int cookie_seek(void *cookie, off64_t *offset, int whence)
{
	off64_t result = lseek64(descriptor_of(cookie), *offset, whence);

	if (result < 0)
		return -1;
	*offset = result;
	return 0;
}

static int cookie_close(void *cookie)
{
	return close(descriptor_of(cookie));
}

/* One of the standard streams, whose descriptor is the program's to close. */
static int cookie_leave(void *cookie)
{
	(void)cookie;
	return 0;
}

static FILE *stream_on(int fd, const char *mode, cookie_close_function_t *close_function)
{
	cookie_io_functions_t functions = { cookie_read, cookie_write, cookie_seek, close_function };
	FILE *stream = fopencookie((void *)(intptr_t)fd, mode, functions);

	if (stream)
		stream->_fileno = fd;
	return stream;
}

/* The flags of open(2) that a mode of fopen(3) stands for; -1 with EINVAL. */
static int flags_of(const char *mode)
{
	int flags;

	switch (mode[0]) {
	case 'r':
		flags = O_RDONLY;
		break;
	case 'w':
		flags = O_WRONLY | O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = O_WRONLY | O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	if (strchr(mode, '+'))
		flags = (flags & ~O_ACCMODE) | O_RDWR;
	return strchr(mode, 'e') ? flags | O_CLOEXEC : flags;
}

static FILE *open_machine(const char *path, const char *mode)
{
	int flags = flags_of(mode);
	int fd = flags < 0 ? -1 : open64(path, flags, 0666);
	FILE *stream = fd < 0 ? NULL : fdopen(fd, mode);

	if (fd >= 0 && !stream)
		close(fd);
	return stream;
}

/* Also what the program has open already, by another name: /dev/stdin. */
static bool is_special(struct place *place, const char *path)
{
	return place_find(place, AT_FDCWD, path) != PLACE_HOST || strncmp(place->resolved, "/dev/std", 8) == 0 ||
		path_is_below(place->resolved, "/dev/fd") || path_is_below(place->resolved, "/proc/self/fd");
}

INTERPOSED FILE *fopen64(const char *path, const char *mode)
{
	struct place place;

	return is_special(&place, path) ? open_machine(path, mode) : real()->fopen64(place.path, mode);
}

INTERPOSED FILE *fopen(const char *path, const char *mode)
{
	struct place place;

	return is_special(&place, path) ? open_machine(path, mode) : real()->fopen(place.path, mode);
}

INTERPOSED FILE *fdopen(int fd, const char *mode)
{
	return descriptor_is_ours(fd) ? stream_on(fd, mode, cookie_close) : real()->fdopen(fd, mode);
}

static FILE **const standard[] = { &stdin, &stdout, &stderr };
/* What a standard stream was before it followed its descriptor to the machine; null while it has not. */
static FILE *original[3];

void stream_follow(int fd)
{
	bool ours = descriptor_is_ours(fd);
	FILE *stream;

	if (!process_is_own() || ours == (original[fd] != NULL))
		return;
	if (ours) {
		stream = stream_on(fd, fd == STDIN_FILENO ? "r" : "w", cookie_leave);
		if (!stream)
			return;
		if (fd == STDERR_FILENO)
			setvbuf(stream, NULL, _IONBF, 0);
		original[fd] = *standard[fd];
		*standard[fd] = stream;
	} else {
		stream = *standard[fd];
		*standard[fd] = original[fd];
		original[fd] = NULL;
		fclose(stream);
	}
}

void stream_inherit(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		stream_follow(fd);
}

/* The standard streams stay what they are; another stream becomes another one, which is what the program gets. */
static FILE *reopen_machine(const char *path, const char *mode, FILE *stream)
{
	int old = fileno(stream);
	int fd;

	if (old < 0 || old > STDERR_FILENO) {
		fclose(stream);
		return open_machine(path, mode);
	}
	fflush(stream);
	fd = open64(path, flags_of(mode), 0666);
	if (fd < 0)
		return NULL;
	if (fd == old)
		stream_follow(old);
	else {
		dup2(fd, old);
		close(fd);
	}
	return *standard[old];
}

INTERPOSED FILE *freopen64(const char *path, const char *mode, FILE *stream)
{
	struct place place;

	if (path && (is_special(&place, path) || descriptor_is_ours(fileno(stream))))
		return reopen_machine(path, mode, stream);
	return real()->freopen64(path ? place.path : NULL, mode, stream);
}

INTERPOSED FILE *freopen(const char *path, const char *mode, FILE *stream)
{
	return freopen64(path, mode, stream);
}

typedef size_t move(void *data, size_t size, size_t count, FILE *stream);

static size_t bounced_read(void *into, size_t size, size_t count, FILE *stream, move *from_stream)
{
	struct bounce bounce;
	size_t done;

	if (!bounce_into(&bounce, into, size * count, false))
		return 0;
	done = from_stream(bounce.data, size, count, stream);
	if (!bounce_store(&bounce, size * done))
		done = 0;
	bounce_end(&bounce);
	return done;
}

static size_t bounced_write(const void *from, size_t size, size_t count, FILE *stream,
			    size_t (*to_stream)(const void *from, size_t size, size_t count, FILE *stream))
{
	struct bounce bounce;
	size_t done;

	if (!bounce_from(&bounce, from, size * count, false))
		return 0;
	done = to_stream(bounce.data, size, count, stream);
	bounce_end(&bounce);
	return done;
}

INTERPOSED size_t fread(void *into, size_t size, size_t count, FILE *stream)
{
	return bounced_read(into, size, count, stream, real()->fread);
}

INTERPOSED size_t(fread_unlocked)(void *into, size_t size, size_t count, FILE *stream)
{
	return bounced_read(into, size, count, stream, real()->fread_unlocked);
}

INTERPOSED size_t fwrite(const void *from, size_t size, size_t count, FILE *stream)
{
	return bounced_write(from, size, count, stream, real()->fwrite);
}

INTERPOSED size_t(fwrite_unlocked)(const void *from, size_t size, size_t count, FILE *stream)
{
	return bounced_write(from, size, count, stream, real()->fwrite_unlocked);
}

INTERPOSED size_t __fread_chk(void *into, size_t room, size_t size, size_t count, FILE *stream)
{
	if (size > 0 && count > room / size)
		abort();
	return fread(into, size, count, stream);
}

INTERPOSED size_t __fread_unlocked_chk(void *into, size_t room, size_t size, size_t count, FILE *stream)
{
	if (size > 0 && count > room / size)
		abort();
	return fread_unlocked(into, size, count, stream);
}
