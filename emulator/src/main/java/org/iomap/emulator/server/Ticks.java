package org.iomap.emulator.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The seconds of one event loop's connections, for their deadlines. Without connections nothing ticks. */
final class Ticks {
    private final EventLoop loop;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private ScheduledFuture<?> ticking;

    Ticks(EventLoop loop) {
        this.loop = loop;
    }

    void add(Connection connection) {
        connections.add(connection);
        if (ticking == null) {
            ticking = loop.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
        if (connections.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private void tick() {
        List.copyOf(connections).forEach(Connection::tick);
    }

    List<Connection> connections() {
        return List.copyOf(connections);
    }
}
