/* Where a service listens. */
#ifndef IOMAP_ENDPOINT_H
#define IOMAP_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define TOKEN_BYTES 4096

struct endpoint {
	struct sockaddr_storage address;
	socklen_t length;
	bool is_unix;
	bool is_default; /* that which iomapd opens by itself */
	unsigned port;	 /* of tcp */
};

/*
 * -1 with the failure noted. A null or empty uri is that of the environment, or the socket that iomapd opens by
 * itself.
 */
int endpoint_parse(const char *uri, struct endpoint *endpoint);
/* A connected socket, at least lowest, or -1. */
int endpoint_connect(const struct endpoint *endpoint, int lowest, uint64_t deadline);
/* The token that iomapd left beside its socket for this endpoint; returns its length, 0 for none. */
size_t endpoint_token(const struct endpoint *endpoint, char *token);

#endif
