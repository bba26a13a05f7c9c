package org.iomap.cli.transcript;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.iomap.client.Subscription;
import org.iomap.protocol.Event;
import org.iomap.protocol.TerminalOutput;

/** The bytes that a serial port sends, in order, until somebody takes them. */
final class SerialOutput {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Subscription subscription;
    private final StringBuilder waiting = new StringBuilder();

    SerialOutput(Subscription subscription) {
        this.subscription = subscription;
    }

    /** The next {@code count} bytes, or what there is of them after two seconds. */
    String take(int count) {
        while (waiting.length() < count) {
            Optional<Event> event = subscription.next(PATIENCE);
            if (event.isEmpty()) {
                break;
            }
            if (event.get() instanceof TerminalOutput output) {
                waiting.append(output.data().toString(StandardCharsets.ISO_8859_1));
            }
        }
        String taken = waiting.substring(0, Math.min(count, waiting.length()));
        waiting.delete(0, taken.length());
        return taken;
    }
}
