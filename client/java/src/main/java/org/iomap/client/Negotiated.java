package org.iomap.client;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.iomap.protocol.Header;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LimitValue;

/** The limits in force on a connection: HS-8. */
final class Negotiated {
    private static final int SHORTEST_MESSAGE = 256;

    private final Map<Limit, Long> values = new EnumMap<>(Limit.class);
    private final int messageBytes;
    private final long requestsInFlight;
    private final long bytesInFlight;
    private final int transferElements;

    private Negotiated(List<LimitValue> limits) {
        for (LimitValue limit : limits) {
            Limit known = Limit.of(limit.id());
            if (known != null && limit.value() > 0) {
                values.put(known, limit.value());
            }
        }
        messageBytes = (int) Math.max(SHORTEST_MESSAGE, value(Limit.MESSAGE_BYTES));
        requestsInFlight = value(Limit.REQUESTS_IN_FLIGHT);
        bytesInFlight = value(Limit.BYTES_IN_FLIGHT);
        transferElements = (int) value(Limit.TRANSFER_ELEMENTS);
    }

    /** Those before the opening is complete: HS-6. */
    static Negotiated opening() {
        return new Negotiated(List.of(new LimitValue(Limit.MESSAGE_BYTES.number(), Header.LONGEST_BEFORE_OPENING)));
    }

    static Negotiated of(List<LimitValue> limits) {
        return new Negotiated(limits);
    }

    /** In force; the default of what the server did not name, and never above the ceiling. */
    long value(Limit limit) {
        return Math.min(values.getOrDefault(limit, limit.defaultValue()), limit.ceiling());
    }

    int messageBytes() {
        return messageBytes;
    }

    long requestsInFlight() {
        return requestsInFlight;
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    int transferElements() {
        return transferElements;
    }

    Map<Limit, Long> all() {
        return Collections.unmodifiableMap(values);
    }
}
