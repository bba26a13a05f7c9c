package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The printer's paper")
class PaperTest {
    private static final long PARALLEL = 0xFFD0_2800L;

    private final List<Integer> shown = new ArrayList<>();

    private Machine print(Map<String, String> settings, String text) {
        MachineConfiguration configuration = MachineConfiguration.builtIn().with("parallel", new Settings(settings));
        Machine machine = new B160l(configuration, MachineClock.virtual());
        machine.terminal("printer").onOutput(shown::add);
        text.chars().forEach(character -> {
            machine.ioSpace().store(PARALLEL, Width.BYTE, character);
            machine.ioSpace().store(PARALLEL + 2, Width.BYTE, 0x0D);
            machine.ioSpace().store(PARALLEL + 2, Width.BYTE, 0x0C);
        });
        return machine;
    }

    @Test
    void is_added_to_the_file_and_shown_at_the_terminal(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("paper.txt");
        print(Map.of("file", file.toString()), "one\n");
        print(Map.of("peripheral", "printer", "file", file.toString()), "two\n");

        assertThat(file).hasContent("one\ntwo\n");
        assertThat(shown).hasSize(8).startsWith((int) 'o', (int) 'n');
    }

    @Test
    void is_not_begun_before_something_is_printed(@TempDir Path directory) {
        Path file = directory.resolve("paper.txt");
        print(Map.of("file", file.toString()), "");

        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void that_cannot_be_written_is_told_once(@TempDir Path directory) {
        Machine machine = print(Map.of("file", directory.toString()), "abc");

        List<String> told = new ArrayList<>();
        for (long index = 0; index < machine.trace().end(); index++) {
            told.add(machine.trace().read(index).text());
        }
        assertThat(told)
                .filteredOn(text -> text.startsWith("the printer's file"))
                .hasSize(1);
        assertThat(shown).hasSize(3);
    }

    @Test
    void does_not_hear_what_is_typed_on_it() {
        ByteBuffer typed = ByteBuffer.wrap(new byte[] {'a', 'b'});

        assertThat(print(Map.of(), "").terminal("printer").input(typed)).isEqualTo(2);
        assertThat(typed.hasRemaining()).isFalse();
    }

    @Test
    void is_not_there_without_a_printer() {
        MachineConfiguration configuration =
                MachineConfiguration.builtIn().with("parallel", new Settings(Map.of("peripheral", "loopback")));
        Machine machine = new B160l(configuration, MachineClock.virtual());

        assertThat(machine.terminal("printer")).isNull();
        assertThat(machine.ioSpace().load(PARALLEL + 1, Width.BYTE)).isEqualTo(0xF9);
    }
}
