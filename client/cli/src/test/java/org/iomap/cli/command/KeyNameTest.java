package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The name of a key")
class KeyNameTest {
    @ParameterizedTest
    @CsvSource({
        "Return, [13;1u",
        "return, [13;1u",
        "F1, [1;1P",
        "shift-F12, [24;2~",
        "Up, [1;1A",
        "ctrl-alt-Delete, [3;7~",
        "ctrl-c, [99;5u",
        "alt-X, [88;3u",
        "-, [45;1u",
        "ctrl--, [45;5u",
        "Shift, [57441;1u"
    })
    void is_what_a_terminal_sends(String name, String sequence) {
        assertThat(KeyName.of(name).sequence()).isEqualTo("\033" + sequence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hyper", "hyper-a", "ctrl-", "\u00e4", "ab"})
    void is_one_that_there_is(String name) {
        assertThatThrownBy(() -> KeyName.of(name)).isInstanceOf(UsageException.class);
    }
}
