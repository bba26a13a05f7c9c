package org.iomap.emulator.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /metrics} and {@code GET /health} on the loopback interface. */
public final class MetricsEndpoint implements AutoCloseable {
    private final Pages pages;
    private final HttpServer http;

    private MetricsEndpoint(Pages pages, HttpServer http) {
        this.pages = pages;
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
        MetricsEndpoint endpoint = new MetricsEndpoint(new Pages(server), HttpServer.create(address, 0));
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
            Pages.Page page = pages.page(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(page.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
