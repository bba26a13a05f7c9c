package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Progress")
class ProgressTest {
    private final StringWriter shown = new StringWriter();
    private long nanos;

    @Test
    void is_silent_for_a_second() {
        try (Progress progress = progress(true)) {
            nanos = 999_999_999L;
            progress.at(10);
        }

        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void then_says_how_far_it_is_and_tidies_up() {
        try (Progress progress = progress(true)) {
            nanos = 1_000_000_000L;
            progress.at(50);
            progress.at(51);
        }

        assertThat(shown.toString()).isEqualTo("\r\u001b[K 25 % of 200\r\u001b[K");
    }

    @Test
    void is_silent_where_nobody_watches() {
        try (Progress progress = progress(false)) {
            nanos = 5_000_000_000L;
            progress.at(50);
        }

        assertThat(shown.toString()).isEmpty();
    }

    private Progress progress(boolean watched) {
        return new Progress(new PrintWriter(shown), watched, 200, () -> nanos);
    }
}
