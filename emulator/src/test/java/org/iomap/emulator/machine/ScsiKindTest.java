package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.WORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.iomap.emulator.bus.IoSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk that a machine file describes, reached from I/O space. */
class ScsiKindTest {
    private static final long CHIP = 0xFFD0_6100L;
    private static final long DSTAT = CHIP + 0x0F;
    private static final long SSTAT0 = CHIP + 0x0E;
    private static final long DSP = CHIP + 0x2C;
    private static final long SCRIPT = 0x1000;
    private static final long STATUS = 0x4020;
    private static final long DATA = 0x8000;
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory;

    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        byte[] content = Arrays.copyOf("a real disk".getBytes(StandardCharsets.US_ASCII), 4096);
        image = Files.write(directory.resolve("disk.img"), content);
    }

    @Test
    void is_read_from_the_file_by_a_script() {
        Machine machine = machine(Map.of("disk", image.toString(), "id", "2"));
        startCommand(machine, 2, 0x28, 0x0900_0200);

        assertThat(machine.ioSpace().load(DSTAT, BYTE)).isEqualTo(0x84);
        assertThat(machine.ioSpace().load(STATUS, BYTE)).isZero();
        assertThat(machine.ioSpace().load(DATA, DOUBLEWORD)).isEqualTo(0x6120_7265_616C_2064L);
    }

    @Test
    void is_not_written_when_the_file_says_read_only() throws IOException {
        byte[] before = Files.readAllBytes(image);
        Machine machine = machine(Map.of("disk", image.toString(), "read-only", "true"));
        startCommand(machine, 6, 0x2A, 0x8000_0000);

        assertThat(machine.ioSpace().load(DSTAT, BYTE)).isEqualTo(0x84);
        assertThat(machine.ioSpace().load(STATUS, BYTE)).isEqualTo(2);
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
    }

    @Test
    void is_in_memory_without_a_file_and_at_its_own_id_alone() {
        Machine machine = machine(Map.of());
        startCommand(machine, 2, 0x28, 0x0900_0200);

        assertThat(machine.ioSpace().load(SSTAT0, BYTE)).isEqualTo(0x20);
    }

    @Test
    void must_be_a_file_of_one_block_at_least() throws IOException {
        Files.write(image, new byte[100]);

        assertThatThrownBy(() -> machine(Map.of("disk", image.toString()))).isInstanceOf(UncheckedIOException.class);
    }

    private static Machine machine(Map<String, String> settings) {
        return new B160l(MachineConfiguration.builtIn().with("scsi", new Settings(settings)), MachineClock.virtual());
    }

    /** Carries out a command on the first block: IDENTIFY, the command, {@code dataMove}, the status. */
    private static void startCommand(Machine machine, int id, int operation, int dataMove) {
        IoSpace ioSpace = machine.ioSpace();
        long[] script = {
            0x4100_0000L | 1L << (16 + id),
            0,
            0x0E00_0001,
            0x4000,
            0x0A00_000A,
            0x4010,
            dataMove,
            DATA,
            0x0B00_0001,
            STATUS,
            0x9808_0000L,
            1
        };
        for (int i = 0; i < script.length; i++) {
            ioSpace.store(SCRIPT + 4L * i, WORD, script[i]);
        }
        ioSpace.store(0x4000, BYTE, 0xC0);
        ioSpace.store(0x4010, BYTE, operation);
        ioSpace.store(0x4018, BYTE, 1);
        ioSpace.store(DSP, WORD, SCRIPT);
        machine.clock().advance(SECOND);
    }
}
