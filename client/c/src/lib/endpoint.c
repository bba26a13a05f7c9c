/* unix:/PATH and tcp://HOST:PORT, and what is known of them without being told. */
#include "lib/endpoint.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/failure.h"
#include "lib/host.h"

/* The directory of the default socket and the tokens: the service has the same rule. */
static int in_own_directory(char *path, size_t size, const char *name)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	const char *user = getenv("USER");
	struct passwd *account;

	if (runtime && *runtime) {
		return snprintf(path, size, "%s/%s", runtime, name);
	}
	account = getpwuid(geteuid());
	return snprintf(path, size, "/tmp/iomap-%s/%s", account ? account->pw_name : user ? user : "", name);
}

static int parse_unix(const char *path, struct endpoint *endpoint)
{
	struct sockaddr_un *address = (struct sockaddr_un *)&endpoint->address;
	size_t length = strlen(path);

	if (length == 0 || length >= sizeof(address->sun_path)) {
		return fail_here(length == 0 ? EINVAL : ENAMETOOLONG, "'%s' is no path of a socket", path);
	}
	address->sun_family = AF_UNIX;
	memcpy(address->sun_path, path, length + 1);
	endpoint->length = sizeof(*address);
	endpoint->is_unix = true;
	return 0;
}

/* host is a numeric address, or localhost: a service on any other address wants TLS. */
static bool set_host(struct endpoint *endpoint, const char *host)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&endpoint->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&endpoint->address;
	uint16_t port = htons((uint16_t)endpoint->port);

	if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = port;
		endpoint->length = sizeof(*v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = port;
		endpoint->length = sizeof(*v6);
		return true;
	}
	return false;
}

static int parse_tcp(const char *uri, const char *rest, struct endpoint *endpoint)
{
	char host[INET6_ADDRSTRLEN + 1];
	const char *colon = strrchr(rest, ':');
	size_t length = colon ? (size_t)(colon - rest) : 0;
	char *end;

	if (length >= 2 && rest[0] == '[' && rest[length - 1] == ']') {
		rest++;
		length -= 2;
	}
	if (colon && length > 0 && length < sizeof(host) && isdigit((unsigned char)colon[1])) {
		unsigned long port = strtoul(colon + 1, &end, 10);
		memcpy(host, rest, length);
		host[length] = 0;
		endpoint->port = (unsigned)port;
		if (*end == 0 && port > 0 && port < 65536 && set_host(endpoint, host)) {
			return 0;
		}
	}
	return fail_here(EINVAL, "'%s' is not tcp://HOST:PORT with a numeric address or localhost", uri);
}

int endpoint_parse(const char *uri, struct endpoint *endpoint)
{
	char path[sizeof(((struct sockaddr_un *)0)->sun_path) + 1];

	*endpoint = (struct endpoint){ 0 };
	if (!uri || !*uri) {
		uri = getenv("IOMAP_CONNECT");
	}
	if (!uri || !*uri) {
		in_own_directory(path, sizeof(path), "iomap.sock");
		endpoint->is_default = true;
		return parse_unix(path, endpoint);
	}
	if (strncmp(uri, "unix:", 5) == 0) {
		return parse_unix(uri + 5, endpoint);
	}
	if (strncmp(uri, "tcp://", 6) == 0) {
		return parse_tcp(uri, uri + 6, endpoint);
	}
	if (strncmp(uri, "tls://", 6) == 0) {
		return fail_here(EPROTONOSUPPORT, "'%s': the C library has no TLS; use unix:/PATH or tcp://HOST:PORT",
				 uri);
	}
	return fail_here(EINVAL, "'%s' is neither unix:/PATH nor tcp://HOST:PORT", uri);
}

static int finish_connecting(int fd, uint64_t deadline)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t length = sizeof(error);

	while (true) {
		uint64_t now = host_nanos();
		uint64_t left = now < deadline ? deadline - now : 0;
		struct timespec timeout = { .tv_sec = (time_t)(left / 1000000000u),
					    .tv_nsec = (long)(left % 1000000000u) };
		int ready = ppoll(&writable, 1, &timeout, NULL);
		if (ready > 0) {
			getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
			return error;
		}
		if (ready == 0) {
			return ETIMEDOUT;
		}
	}
}

int endpoint_connect(const struct endpoint *endpoint, int lowest, uint64_t deadline)
{
	int fd = socket(endpoint->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = 0;
	int one = 1;

	if (fd < 0) {
		return fail_here(errno, "socket: %s", strerrordesc_np(errno));
	}
	fd = host_move(fd, lowest);
	if (connect(fd, (const struct sockaddr *)&endpoint->address, endpoint->length) != 0) {
		error = errno == EINPROGRESS || errno == EAGAIN ? finish_connecting(fd, deadline) : errno;
	}
	if (error != 0) {
		host_close(fd);
		if (endpoint->is_default) {
			const struct sockaddr_un *address = (const struct sockaddr_un *)&endpoint->address;
			return fail_here(error, "unix:%s: %s", address->sun_path, strerrordesc_np(error));
		}
		return fail_here(error, "%s", strerrordesc_np(error));
	}
	if (!endpoint->is_unix) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	}
	return fd;
}

size_t endpoint_token(const struct endpoint *endpoint, char *token)
{
	char name[32], path[4096];
	ssize_t count = 0;

	if (endpoint->is_unix) {
		return 0;
	}
	snprintf(name, sizeof(name), "tcp-%u.token", endpoint->port);
	in_own_directory(path, sizeof(path), name);
	int fd = host_open(path, O_RDONLY);
	if (fd >= 0) {
		count = host_read(fd, token, TOKEN_BYTES);
		host_close(fd);
	}
	while (count > 0 && isspace((unsigned char)token[count - 1])) {
		count--;
	}
	return count > 0 ? (size_t)count : 0;
}
