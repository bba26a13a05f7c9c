package org.iomap.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A line of the log")
class LogLineTest {
    private final Logger logger = new LoggerContext().getLogger("org.iomap.emulator.server.Connection");

    @Test
    void says_when_how_bad_where_and_what() {
        assertThat(line("it happened", null)).isEqualTo("2026-01-31T12:00:00Z WARN server.Connection: it happened\n");
    }

    @Test
    void has_the_stack_of_a_cause() {
        assertThat(line("it happened", new IllegalStateException("broken")))
                .contains("java.lang.IllegalStateException: broken\n")
                .contains("at org.iomap.emulator.LogLineTest");
    }

    @Test
    @Tag("DC-4")
    void stays_one_line_whatever_a_client_sent() {
        assertThat(line("name \"a\n2026 ERROR \u001b[31m\"", null)).endsWith(": name \"a?2026 ERROR ?[31m\"\n");
    }

    @Test
    @Tag("DC-4")
    void is_shortened() {
        assertThat(line("x".repeat(10_000), null)).hasSizeLessThan(600).endsWith("x…\n");
    }

    private String line(String message, Throwable cause) {
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, cause, null);
        event.setInstant(Instant.parse("2026-01-31T12:00:00Z"));
        return new String(new LogLine().encode(event), StandardCharsets.UTF_8);
    }
}
