package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The escape of attach")
class EscapeFilterTest {
    private final EscapeFilter filter = new EscapeFilter();

    @Test
    void tilde_dot_at_the_start_of_a_line_detaches() {
        assertThat(pass("ls\r~.more")).isEqualTo("ls\r");
        assertThat(filter.isDetached()).isTrue();
    }

    @Test
    void works_when_the_keys_come_one_by_one() {
        assertThat(pass("~")).isEmpty();
        assertThat(pass(".")).isEmpty();
        assertThat(filter.isDetached()).isTrue();
    }

    @Test
    void within_a_line_it_is_text() {
        assertThat(pass("a~.b")).isEqualTo("a~.b");
        assertThat(filter.isDetached()).isFalse();
    }

    @Test
    void two_tildes_type_one() {
        assertThat(pass("~~.")).isEqualTo("~.");
    }

    @Test
    void a_tilde_before_another_key_is_passed_with_it() {
        assertThat(pass("~x")).isEqualTo("~x");
    }

    private String pass(String keys) {
        byte[] typed = keys.getBytes(StandardCharsets.US_ASCII);
        return new String(filter.pass(typed, typed.length), StandardCharsets.US_ASCII);
    }
}
