/* recv(2), send(2) and their relatives: sockets are always the host's, and only the buffer may be in a window. */
#include "preload/bounce.h"
#include "preload/real.h"

/* Without them in the headers, where no checks of the compiler are asked for. */
ssize_t __recv_chk(int fd, void *into, size_t count, size_t size, int flags);
ssize_t __recvfrom_chk(int fd, void *into, size_t count, size_t size, int flags, __SOCKADDR_ARG from,
		       socklen_t *length);

INTERPOSED ssize_t recvfrom(int fd, void *into, size_t count, int flags, __SOCKADDR_ARG from, socklen_t *length)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_into(&bounce, into, count, false))
		return -1;
	done = real()->recvfrom(fd, bounce.data, count, flags, from, length);
	if (done > 0 && !bounce_store(&bounce, (size_t)done < count ? (size_t)done : count))
		done = -1;
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t sendto(int fd, const void *from, size_t count, int flags, __CONST_SOCKADDR_ARG to, socklen_t length)
{
	struct bounce bounce;
	ssize_t done;

	if (!bounce_from(&bounce, from, count, false))
		return -1;
	done = real()->sendto(fd, bounce.data, count, flags, to, length);
	bounce_end(&bounce);
	return done;
}

INTERPOSED ssize_t recv(int fd, void *into, size_t count, int flags)
{
	return recvfrom(fd, into, count, flags, (__SOCKADDR_ARG){ NULL }, NULL);
}

INTERPOSED ssize_t send(int fd, const void *from, size_t count, int flags)
{
	return sendto(fd, from, count, flags, (__CONST_SOCKADDR_ARG){ NULL }, 0);
}

INTERPOSED ssize_t __recv_chk(int fd, void *into, size_t count, size_t size, int flags)
{
	if (count > size)
		abort();
	return recv(fd, into, count, flags);
}

INTERPOSED ssize_t __recvfrom_chk(int fd, void *into, size_t count, size_t size, int flags, __SOCKADDR_ARG from,
				  socklen_t *length)
{
	if (count > size)
		abort();
	return recvfrom(fd, into, count, flags, from, length);
}
