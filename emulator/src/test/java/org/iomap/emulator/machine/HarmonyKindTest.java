package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.WORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.iomap.emulator.bus.IoSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarmonyKindTest {
    private static final long LASI_IPR = 0xFFD0_0008L;
    private static final long CNTL = 0xFFD0_4008L;
    private static final long GAINCTL = 0xFFD0_400CL;
    private static final long PNXTADD = 0xFFD0_4010L;
    private static final long RNXTADD = 0xFFD0_4018L;
    private static final long DSTATUS = 0xFFD0_4020L;
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path directory;

    private final MachineClock clock = MachineClock.virtual();

    private IoSpace machine(String key, Path file) {
        Settings settings = new Settings(Map.of(key, file.toString()));
        return new B160l(MachineConfiguration.builtIn().with("harmony", settings), clock).ioSpace();
    }

    /** The first word of the buffer is 0x12345678. */
    private IoSpace play(Path song) {
        IoSpace ioSpace = machine("output", song);
        ioSpace.store(CNTL, WORD, 0x8000_0035L);
        ioSpace.store(GAINCTL, WORD, 0x0FF0_0000);
        ioSpace.store(0x10000, WORD, 0x1234_5678);
        ioSpace.store(PNXTADD, WORD, 0x10000);
        clock.advance(SECOND);
        return ioSpace;
    }

    @Test
    void plays_into_the_file_it_was_given() throws IOException {
        Path song = directory.resolve("song.wav");
        play(song);
        ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(song)).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(written.getInt(44)).isEqualTo(0x5678_1234);
    }

    @Test
    void interrupts_on_line_13_of_LASI() {
        IoSpace ioSpace = play(directory.resolve("song.wav"));
        assertThat(ioSpace.load(LASI_IPR, WORD)).isZero();
        ioSpace.store(DSTATUS, WORD, 0x8000_0000L);

        assertThat(ioSpace.load(LASI_IPR, WORD)).isEqualTo(1 << 13);
    }

    @Test
    void captures_what_it_played() {
        Path song = directory.resolve("song.wav");
        play(song);
        IoSpace ioSpace = machine("input", song);
        ioSpace.store(CNTL, WORD, 0x8000_0035L);
        ioSpace.store(RNXTADD, WORD, 0x10000);
        clock.advance(SECOND);

        assertThat(ioSpace.load(0x10000, WORD)).isEqualTo(0x1234_5678);
    }

    @Test
    void is_not_switched_on_with_something_else_than_a_WAV_file() throws IOException {
        Path song = Files.writeString(directory.resolve("song.mp3"), "ID3");

        assertThatThrownBy(() -> machine("input", song))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("song.mp3 is no WAV file");
    }
}
