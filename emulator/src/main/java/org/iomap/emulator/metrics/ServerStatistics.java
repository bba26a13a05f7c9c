package org.iomap.emulator.metrics;

import java.util.List;
import java.util.Optional;

/** What the service has counted since it started. Any thread may ask at any time. */
public interface ServerStatistics {
    List<MachineStatistics> machines();

    /** Connections that have finished their opening. */
    int connections();

    /** Connections that have not. */
    int opening();

    /** Sockets accepted. */
    long accepted();

    /** Of them, refused in their opening. */
    long refused();

    long bytesReceived();

    long bytesSent();

    /** Bytes of replies and events that wait for clients to read. */
    long bytesWaiting();

    /** Why the service is not in order; empty when it is. */
    Optional<String> problem();
}
