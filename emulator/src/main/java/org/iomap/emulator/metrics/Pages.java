package org.iomap.emulator.metrics;

/** What the endpoint answers. */
final class Pages {
    /** @param status of HTTP */
    record Page(int status, String text) {}

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final ServerStatistics server;
    private final Metrics metrics;

    Pages(ServerStatistics server) {
        this.server = server;
        this.metrics = new Metrics(server);
    }

    Page page(String method, String path) {
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
}
