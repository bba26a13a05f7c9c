package org.iomap.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;

/** Where a server listens: {@code unix:/path}, {@code tcp://host:port} or {@code tls://host:port}. */
record Endpoint(String uri, SocketAddress address, boolean isTls) {
    private static final String UNIX = "unix:";

    /** @throws IllegalArgumentException if it is none of the three */
    static Endpoint of(String uri) {
        if (uri.startsWith(UNIX) && uri.length() > UNIX.length()) {
            return new Endpoint(uri, UnixDomainSocketAddress.of(uri.substring(UNIX.length())), false);
        }
        URI parsed = URI.create(uri);
        boolean tls = "tls".equals(parsed.getScheme());
        boolean known = tls || "tcp".equals(parsed.getScheme());
        if (!known || parsed.getHost() == null || parsed.getPort() < 0) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is none of unix:/path, tcp://host:port and tls://host:port");
        }
        // An IPv6 address stands in brackets in a URI.
        String host = parsed.getHost().replaceAll("^\\[|]$", "");
        return new Endpoint(uri, new InetSocketAddress(host, parsed.getPort()), tls);
    }

    boolean isUnix() {
        return address instanceof UnixDomainSocketAddress;
    }
}
