package org.iomap.emulator.module.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.harmony.AudioBench.BUFFER_44100;
import static org.iomap.emulator.module.harmony.AudioBench.C;
import static org.iomap.emulator.module.harmony.AudioBench.CNTL;
import static org.iomap.emulator.module.harmony.AudioBench.GAINCTL;
import static org.iomap.emulator.module.harmony.AudioBench.LOUD;
import static org.iomap.emulator.module.harmony.AudioBench.PNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.RATE_44100;
import static org.iomap.emulator.module.harmony.AudioBench.RNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.SECOND;
import static org.iomap.emulator.module.harmony.AudioBench.STEREO;
import static org.iomap.protocol.Width.WORD;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A WAV file")
class WavTest {
    @TempDir
    private Path directory;

    private Path file;

    /** A file of PCM with these samples, as 16 or 8 bits. */
    private Path wav(int rate, int channels, int bits, int... samples) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(44 + samples.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, "RIFF").putInt(bytes.capacity() - 8);
        put(bytes, "WAVE");
        put(bytes, "fmt ")
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rate);
        bytes.putInt(rate * channels * bits / 8)
                .putShort((short) (channels * bits / 8))
                .putShort((short) bits);
        put(bytes, "data").putInt(samples.length * bits / 8);
        for (int sample : samples) {
            if (bits == 8) {
                bytes.put((byte) sample);
            } else {
                bytes.putShort((short) sample);
            }
        }
        return write(bytes.array());
    }

    private static ByteBuffer put(ByteBuffer bytes, String text) {
        return bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path write(byte[] bytes) throws IOException {
        file = directory.resolve("sound.wav");
        return Files.write(file, bytes);
    }

    @Nested
    class As_input {
        @Test
        void is_heard_sample_by_sample_and_again() throws IOException {
            WavInput input = WavInput.read(wav(44100, 2, 16, 1, -1, 2, -2, 3, -3));

            assertThat(new int[] {input.sample(0, 44100, 0), input.sample(1, 44100, 0), input.sample(2, 44100, 0)})
                    .containsExactly(1, 2, 3);
            assertThat(input.sample(1, 44100, 1)).isEqualTo(-2);
            assertThat(input.sample(3, 44100, 0)).isEqualTo(1);
            assertThat(input.sample(3_000_000_000_001L, 44100, 0)).isEqualTo(2);
        }

        @Test
        void is_converted_to_another_rate() throws IOException {
            WavInput input = WavInput.read(wav(8000, 1, 16, 0, 1000, 2000, 3000));

            assertThat(input.sample(1, 16000, 0)).isEqualTo(500);
            assertThat(input.sample(3, 16000, 0)).isEqualTo(1500);
            assertThat(input.sample(1, 4000, 0)).isEqualTo(2000);
        }

        @Test
        void may_have_8_bits() throws IOException {
            WavInput input = WavInput.read(wav(8000, 1, 8, 0, 128, 255));

            assertThat(input.sample(0, 8000, 0)).isEqualTo(-32768);
            assertThat(input.sample(1, 8000, 0)).isZero();
            assertThat(input.sample(2, 8000, 1)).isEqualTo(0x7F00);
        }

        @Test
        void is_captured() throws IOException {
            AudioBench bench = new AudioBench(WavInput.read(wav(44100, 2, 16, 1, -1, 2, -2, 3, -3)));
            bench.control(RATE_44100 | STEREO);
            bench.store(RNXTADD, 0x10000);
            bench.advance(BUFFER_44100);

            assertThat(bench.samples(0x10000, 8)).containsExactly(1, -1, 2, -2, 3, -3, 1, -1);
        }

        @Test
        void that_promises_more_than_it_has_is_as_long_as_it_is() throws IOException {
            byte[] bytes = Files.readAllBytes(wav(8000, 1, 16, 7, 8, 9));
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 0xFFFFFFFF);
            WavInput input = WavInput.read(write(bytes));

            assertThat(input.sample(3, 8000, 0)).isEqualTo(7);
        }

        @Test
        void that_is_something_else_is_refused() throws IOException {
            for (Path wrong : new Path[] {write(new byte[0]), write(new byte[100]), directory}) {
                assertThatThrownBy(() -> WavInput.read(wrong)).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> WavInput.read(wav(8000, 3, 16, 1, 2, 3))).hasMessageContaining("mono or stereo");
            assertThatThrownBy(() -> WavInput.read(wav(8000, 0, 16, 1))).hasMessageContaining("mono or stereo");
            assertThatThrownBy(() -> WavInput.read(wav(0, 1, 16, 1))).hasMessageContaining("mono or stereo");
            assertThatThrownBy(() -> WavInput.read(wav(8000, 1, 16))).hasMessageContaining("no samples");
        }

        @Test
        void that_is_broken_anywhere_is_refused_or_heard() throws IOException {
            byte[] whole = Files.readAllBytes(wav(8000, 1, 16, 1, 2, 3, 4));
            Random random = new Random(3);
            for (int i = 0; i < 2000; i++) {
                byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
                for (int times = random.nextInt(4); times > 0 && broken.length > 12; times--) {
                    broken[12 + random.nextInt(broken.length - 12)] = (byte) random.nextInt();
                }
                try {
                    WavInput.read(write(broken)).sample(random.nextLong() >>> 8, 8000, 1);
                } catch (IOException refused) {
                    assertThat(refused).hasMessageContaining("sound.wav");
                }
            }
        }
    }

    @Nested
    class As_output {
        private final Trace trace = new Trace(16, () -> 0);

        private ByteBuffer written() throws IOException {
            return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Test
        void is_whole_after_every_buffer() throws IOException {
            file = directory.resolve("song.wav");
            Files.writeString(file, "what was in it before");
            WavOutput output = new WavOutput(file, trace);
            for (int buffers = 1; buffers <= 3; buffers++) {
                output.heard(0, new short[] {1, -1, 2, -2}, 2, 44100);

                assertThat(written().limit()).isEqualTo(44 + buffers * 8);
                assertThat(written().getInt(4)).isEqualTo(36 + buffers * 8);
                assertThat(written().getInt(24)).isEqualTo(44100);
                assertThat(written().getInt(40)).isEqualTo(buffers * 8);
            }
            assertThat(written().getShort(44)).isEqualTo((short) 1);
            assertThat(written().getShort(66)).isEqualTo((short) -2);
        }

        @Test
        void can_be_heard_as_input() throws IOException {
            file = directory.resolve("song.wav");
            new WavOutput(file, trace).heard(0, new short[] {1, -1, 2, -2}, 2, 8000);

            assertThat(WavInput.read(file).sample(1, 8000, 1)).isEqualTo(-2);
        }

        @Test
        void keeps_the_rate_that_it_began_with() throws IOException {
            file = directory.resolve("song.wav");
            WavOutput output = new WavOutput(file, trace);
            output.heard(0, new short[] {1, 1}, 1, 44100);
            output.heard(0, new short[] {5, 6, 7, 8}, 2, 22050);
            output.heard(0, new short[] {1, 1, 2, 2, 3, 3, 4, 4}, 4, 88200);

            assertThat(written().getInt(24)).isEqualTo(44100);
            assertThat(written().getInt(40)).isEqualTo(4 * (1 + 4 + 2));
            assertThat(written().getLong(48)).isEqualTo(0x0006_0005_0006_0005L);
        }

        @Test
        void is_written_by_the_chip() throws IOException {
            file = directory.resolve("song.wav");
            AudioBench bench = new AudioBench();
            Harmony harmony = new Harmony(
                    bench.clock,
                    bench.ioSpace.master("second"),
                    high -> {},
                    bench.trace,
                    new Tone(),
                    new WavOutput(file, bench.trace));
            bench.fill(0x10000, 0x1234_5678);
            harmony.registers().store(CNTL, WORD, C | STEREO | RATE_44100);
            harmony.registers().store(GAINCTL, WORD, LOUD);
            harmony.registers().store(PNXTADD, WORD, 0x10000);
            bench.advance(SECOND);

            assertThat(written().limit()).isEqualTo(44 + 4096);
            assertThat(written().getInt(44)).isEqualTo(0x5678_1234);
        }

        @Test
        void that_cannot_be_written_is_given_up_with_a_word() {
            WavOutput output = new WavOutput(directory.resolve("none").resolve("song.wav"), trace);
            output.heard(0, new short[2], 1, 8000);
            output.heard(0, new short[2], 1, 8000);

            assertThat(trace.end()).isEqualTo(1);
            assertThat(trace.read(0).kind()).isEqualTo(TraceKind.MACHINE);
            assertThat(trace.read(0).text()).contains("song.wav cannot be written");
        }
    }

    @Test
    void or_without_one_a_line_of_the_trace() {
        Trace trace = new Trace(16, () -> 0);
        new TraceOutput(trace).heard(0x10000, new short[] {300, -400, 300, -400}, 2, 44100);

        assertThat(trace.read(0).text())
                .isEqualTo("harmony played 0x00010000: 2 frames at 44100 Hz, peak 400, rms 354");
    }
}
