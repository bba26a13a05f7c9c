package org.iomap.emulator.module.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.harmony.AudioBench.BUFFER_44100;
import static org.iomap.emulator.module.harmony.AudioBench.C;
import static org.iomap.emulator.module.harmony.AudioBench.CNTL;
import static org.iomap.emulator.module.harmony.AudioBench.DSTATUS;
import static org.iomap.emulator.module.harmony.AudioBench.GAINCTL;
import static org.iomap.emulator.module.harmony.AudioBench.ID;
import static org.iomap.emulator.module.harmony.AudioBench.IE;
import static org.iomap.emulator.module.harmony.AudioBench.LOUD;
import static org.iomap.emulator.module.harmony.AudioBench.MILLISECOND;
import static org.iomap.emulator.module.harmony.AudioBench.MU_LAW;
import static org.iomap.emulator.module.harmony.AudioBench.PC;
import static org.iomap.emulator.module.harmony.AudioBench.PCURADD;
import static org.iomap.emulator.module.harmony.AudioBench.PN;
import static org.iomap.emulator.module.harmony.AudioBench.PNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.RATE_44100;
import static org.iomap.emulator.module.harmony.AudioBench.RATE_8000;
import static org.iomap.emulator.module.harmony.AudioBench.RC;
import static org.iomap.emulator.module.harmony.AudioBench.RESET;
import static org.iomap.emulator.module.harmony.AudioBench.RN;
import static org.iomap.emulator.module.harmony.AudioBench.RNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.SECOND;
import static org.iomap.emulator.module.harmony.AudioBench.STEREO;

import java.util.List;
import org.iomap.emulator.module.harmony.AudioBench.Heard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Goes the ways of Linux's sound/parisc/harmony.c, register by register, and those of OpenBSD where they differ. */
@DisplayName("The drivers")
class DriversTest {
    private static final long GRAVEYARD = 0x8000;
    private static final long SILENCE = 0x9000;
    private static final long BUFFERS = 0x40000;
    private static final long BUFFER = 4096;
    private static final int BUFFER_COUNT = 10;

    private static final long GAIN_SILENCE = 0x00F0_0FFF;
    private static final long GAIN_DEFAULT = 0x0FF0_0000;

    private final AudioBench bench = new AudioBench();
    private boolean isPlaying;
    private boolean isCapturing;
    private int playBuffer;
    private int captureBuffer;
    private int interrupts;

    /** snd_harmony_pcm_init and snd_harmony_mixer_reset. */
    @BeforeEach
    void probe() {
        assertThat(bench.load(ID) >> 16 & 0xFF).isIn(0x14L, 0x15L);
        disableInterrupts();
        storeGain(GAIN_SILENCE);
        bench.store(RESET, 1);
        bench.advance(50 * MILLISECOND);
        bench.store(RESET, 0);
        storeGain(GAIN_DEFAULT);
    }

    private void waitForControl() {
        for (int polls = 0; (bench.load(CNTL) & C) != 0; polls++) {
            assertThat(polls).as("polls of CNTL").isLessThan(1000);
            bench.advance(10_000);
        }
    }

    private void disableInterrupts() {
        waitForControl();
        bench.store(DSTATUS, bench.load(DSTATUS) & ~IE);
    }

    private void enableInterrupts() {
        waitForControl();
        bench.store(DSTATUS, bench.load(DSTATUS) | IE);
    }

    private void storeGain(long gain) {
        waitForControl();
        bench.store(GAINCTL, gain);
    }

    /** snd_harmony_playback_prepare and snd_harmony_capture_prepare. */
    private void prepare(long settings) {
        waitForControl();
        bench.store(CNTL, C | settings);
    }

    /** snd_harmony_playback_trigger. */
    private void startPlayback() {
        isPlaying = true;
        playBuffer = 0;
        bench.store(PNXTADD, BUFFERS);
        bench.store(RNXTADD, GRAVEYARD);
        storeGain(GAIN_DEFAULT);
        enableInterrupts();
    }

    private void stopPlayback() {
        isPlaying = false;
        storeGain(GAIN_SILENCE);
        bench.store(PNXTADD, SILENCE);
        disableInterrupts();
    }

    /** snd_harmony_capture_trigger. */
    private void startCapture() {
        isCapturing = true;
        captureBuffer = 0;
        bench.store(PNXTADD, SILENCE);
        bench.store(RNXTADD, BUFFERS);
        storeGain(GAIN_DEFAULT);
        enableInterrupts();
    }

    private void stopCapture() {
        isCapturing = false;
        storeGain(GAIN_SILENCE);
        bench.store(RNXTADD, GRAVEYARD);
        disableInterrupts();
    }

    /** snd_harmony_interrupt, for as long as the line is high. */
    private void serve() {
        for (int times = 0; bench.isInterrupting(); times++) {
            assertThat(times).as("interrupts at one time").isLessThan(8);
            interrupts++;
            disableInterrupts();
            long status = bench.load(DSTATUS);
            if ((status & PN) != 0) {
                playBuffer = isPlaying ? (playBuffer + 1) % BUFFER_COUNT : playBuffer;
                bench.store(PNXTADD, isPlaying ? BUFFERS + playBuffer * BUFFER : SILENCE);
            }
            if ((status & RN) != 0) {
                captureBuffer = isCapturing ? (captureBuffer + 1) % BUFFER_COUNT : captureBuffer;
                bench.store(RNXTADD, isCapturing ? BUFFERS + captureBuffer * BUFFER : GRAVEYARD);
            }
            enableInterrupts();
        }
    }

    private void run(long nanos) {
        for (long passed = 0; passed < nanos; passed += MILLISECOND) {
            serve();
            bench.advance(MILLISECOND);
        }
    }

    private void fillBuffers() {
        for (int i = 0; i < BUFFER_COUNT; i++) {
            bench.fill(BUFFERS + i * BUFFER, 0x0101_0101L * (i + 1));
        }
    }

    @Test
    void play_ten_buffers_in_a_ring_without_a_gap() {
        fillBuffers();
        prepare(STEREO | RATE_44100);
        startPlayback();
        long started = bench.clock.now();
        run(12 * BUFFER_44100);
        List<Heard> heard = List.copyOf(bench.heard);

        assertThat(heard).hasSizeGreaterThanOrEqualTo(11);
        for (int i = 0; i < 11; i++) {
            assertThat(heard.get(i).address()).isEqualTo(BUFFERS + (i % BUFFER_COUNT) * BUFFER);
            assertThat(heard.get(i).left()).containsOnly(0x0101 * (i % BUFFER_COUNT + 1));
        }
        assertThat(bench.clock.now() - started).isLessThan(13 * BUFFER_44100);
        assertThat(interrupts).isBetween(12, 28);
    }

    @Test
    void see_where_playback_is() {
        fillBuffers();
        prepare(STEREO | RATE_44100);
        waitForControl();
        startPlayback();
        run(5 * BUFFER_44100 / 2);

        assertThat(bench.load(PCURADD)).isBetween(BUFFERS + 2 * BUFFER + 0x600L, BUFFERS + 2 * BUFFER + 0xA00L);
    }

    @Test
    void stop_playing_and_play_again() {
        fillBuffers();
        prepare(STEREO | RATE_44100);
        startPlayback();
        run(3 * BUFFER_44100);
        stopPlayback();
        bench.heard.clear();
        run(SECOND);
        assertThat(bench.heard).hasSizeBetween(1, 3);
        assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);

        bench.heard.clear();
        prepare(RATE_8000 | MU_LAW);
        startPlayback();
        run(600 * MILLISECOND);

        assertThat(bench.heard).extracting(Heard::address).containsExactly(BUFFERS);
        assertThat(bench.heard.get(0).hertz()).isEqualTo(8000);
        assertThat(bench.heard.get(0).left()).hasSize(4096);
    }

    @Test
    void capture_the_tone_and_play_silence_meanwhile() {
        prepare(RATE_44100);
        startCapture();
        run(5 * BUFFER_44100 * 2);
        List<Integer> first = bench.samples(BUFFERS, 2048);
        List<Integer> second = bench.samples(BUFFERS + BUFFER, 2048);

        for (int i = 0; i < 2048; i++) {
            assertThat(first.get(i)).isEqualTo(new Tone().sample(i, 44100, 0));
            assertThat(second.get(i)).isEqualTo(new Tone().sample(2048 + i, 44100, 0));
        }
        assertThat(bench.heard)
                .isNotEmpty()
                .allSatisfy(buffer -> assertThat(buffer.left()).containsOnly(0));
        stopCapture();
        run(SECOND);
        assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
        assertThat(bench.isInterrupting()).isFalse();
    }

    @Test
    void change_the_volume_while_they_play() {
        fillBuffers();
        prepare(STEREO | RATE_44100);
        startPlayback();
        run(BUFFER_44100 + BUFFER_44100 / 2);
        storeGain(GAIN_DEFAULT | 0x3F << 6);
        run(2 * BUFFER_44100);

        assertThat(bench.heard.get(0).left()).containsOnly(0x0101);
        assertThat(bench.heard.get(1).left()).startsWith(0x0202).endsWith(0);
        assertThat(bench.heard.get(1).right()).containsOnly(0x0202);
        assertThat(bench.heard.get(2).left()).containsOnly(0);
    }

    /** harmony_commit_settings and harmony_reset_codec of OpenBSD. */
    @Test
    void of_OpenBSD_reset_the_codec_for_new_settings() {
        bench.store(DSTATUS, 0);
        assertThat(bench.load(DSTATUS) & (PC | RC)).isZero();
        bench.store(GAINCTL, 0x00F0_0FFF);
        bench.store(RESET, 1);
        bench.advance(100 * MILLISECOND);
        bench.store(GAINCTL, LOUD);
        bench.store(RESET, 0);
        waitForControl();
        bench.store(CNTL, C | STEREO | RATE_44100);
        waitForControl();

        fillBuffers();
        bench.store(PNXTADD, BUFFERS);
        bench.store(RNXTADD, GRAVEYARD);
        bench.store(DSTATUS, IE);
        assertThat(bench.isInterrupting()).isTrue();
        bench.store(DSTATUS, 0);
        bench.store(PNXTADD, BUFFERS + BUFFER);
        bench.store(RNXTADD, GRAVEYARD);
        bench.store(DSTATUS, IE);
        assertThat(bench.isInterrupting()).isFalse();
        bench.advance(BUFFER_44100);

        assertThat(bench.isInterrupting()).isTrue();
        assertThat(bench.load(PCURADD) & -4096L).isEqualTo(BUFFERS + BUFFER);
    }
}
