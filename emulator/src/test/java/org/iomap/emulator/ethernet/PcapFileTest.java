package org.iomap.emulator.ethernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFileTest {
    @TempDir
    private Path directory;

    @Test
    void is_a_file_without_frames_at_first() throws IOException {
        PcapFile.create(directory.resolve("lan.pcap"));
        ByteBuffer file = content();

        assertThat(file.getInt()).isEqualTo(0xA1B2C3D4);
        assertThat(file.getShort()).isEqualTo((short) 2);
        assertThat(file.getShort()).isEqualTo((short) 4);
        assertThat(file.getLong()).isZero();
        assertThat(file.getInt()).isEqualTo(65536);
        assertThat(file.getInt()).isEqualTo(1);
        assertThat(file.hasRemaining()).isFalse();
    }

    @Test
    void is_whole_after_every_frame() throws IOException {
        PcapFile pcap = PcapFile.create(directory.resolve("lan.pcap"));
        pcap.add(1_234_567_890_123_456_789L, new byte[] {1, 2, 3, 4, 5}, 3);
        ByteBuffer file = content().position(24);

        assertThat(file.getInt()).isEqualTo(1_234_567_890);
        assertThat(file.getInt()).isEqualTo(123_456);
        assertThat(file.getInt()).isEqualTo(3);
        assertThat(file.getInt()).isEqualTo(3);
        assertThat(new byte[] {file.get(), file.get(), file.get()}).containsExactly(1, 2, 3);
        assertThat(file.hasRemaining()).isFalse();
    }

    @Test
    void begins_anew() throws IOException {
        Files.write(directory.resolve("lan.pcap"), new byte[1000]);
        PcapFile.create(directory.resolve("lan.pcap"));

        assertThat(content().remaining()).isEqualTo(24);
    }

    private ByteBuffer content() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(directory.resolve("lan.pcap")))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
