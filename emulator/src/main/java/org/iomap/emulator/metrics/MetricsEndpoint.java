package org.iomap.emulator.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /metrics} and {@code GET /health} on the loopback interface. */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVICE_UNAVAILABLE = 503;

    private record Page(int status, String text) {}

    private final ServerStatistics server;
    private final Metrics metrics;
    private final HttpServer http;

    private MetricsEndpoint(ServerStatistics server, HttpServer http) {
        this.server = server;
        this.metrics = new Metrics(server);
        this.http = http;
    }

    /**
     * Listens at once.
     *
     * @throws IllegalArgumentException if the address is not on the loopback interface
     * @throws IOException if it cannot be listened on
     */
    public static MetricsEndpoint start(InetSocketAddress address, ServerStatistics server) throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not on the loopback interface");
        }
        MetricsEndpoint endpoint = new MetricsEndpoint(server, HttpServer.create(address, 0));
        endpoint.http.createContext("/", endpoint::answer);
        endpoint.http.start();
        return endpoint;
    }

    /** With the port that was chosen. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(
                    exchange,
                    page(exchange.getRequestMethod(), exchange.getRequestURI().getPath()));
        }
    }

    private Page page(String method, String path) {
        if (!method.equals("GET")) {
            return new Page(METHOD_NOT_ALLOWED, "GET only\n");
        }
        return switch (path) {
            case "/metrics" -> new Page(OK, metrics.scrape());
            case "/health" ->
                server.problem()
                        .map(problem -> new Page(SERVICE_UNAVAILABLE, problem + "\n"))
                        .orElse(new Page(OK, "ok\n"));
            default -> new Page(NOT_FOUND, "there are /metrics and /health\n");
        };
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
