package org.iomap.emulator.module.harmony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.iomap.emulator.module.harmony.AudioBench.A_LAW;
import static org.iomap.emulator.module.harmony.AudioBench.BUFFER_44100;
import static org.iomap.emulator.module.harmony.AudioBench.C;
import static org.iomap.emulator.module.harmony.AudioBench.CNTL;
import static org.iomap.emulator.module.harmony.AudioBench.DIAG;
import static org.iomap.emulator.module.harmony.AudioBench.DSTATUS;
import static org.iomap.emulator.module.harmony.AudioBench.GAINCTL;
import static org.iomap.emulator.module.harmony.AudioBench.HARMONY;
import static org.iomap.emulator.module.harmony.AudioBench.IE;
import static org.iomap.emulator.module.harmony.AudioBench.LOUD;
import static org.iomap.emulator.module.harmony.AudioBench.MILLISECOND;
import static org.iomap.emulator.module.harmony.AudioBench.MU_LAW;
import static org.iomap.emulator.module.harmony.AudioBench.OV;
import static org.iomap.emulator.module.harmony.AudioBench.PC;
import static org.iomap.emulator.module.harmony.AudioBench.PCURADD;
import static org.iomap.emulator.module.harmony.AudioBench.PIO;
import static org.iomap.emulator.module.harmony.AudioBench.PN;
import static org.iomap.emulator.module.harmony.AudioBench.PNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.RATE_44100;
import static org.iomap.emulator.module.harmony.AudioBench.RATE_8000;
import static org.iomap.emulator.module.harmony.AudioBench.RC;
import static org.iomap.emulator.module.harmony.AudioBench.RCURADD;
import static org.iomap.emulator.module.harmony.AudioBench.RESET;
import static org.iomap.emulator.module.harmony.AudioBench.RN;
import static org.iomap.emulator.module.harmony.AudioBench.RNXTADD;
import static org.iomap.emulator.module.harmony.AudioBench.SECOND;
import static org.iomap.emulator.module.harmony.AudioBench.STEREO;
import static org.iomap.emulator.module.harmony.AudioBench.UNSIGNED_8;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.module.harmony.AudioBench.Heard;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Harmony")
class HarmonyTest {
    private static final long ONE = 0x10000;
    private static final long TWO = 0x20000;
    private static final long THREE = 0x30000;
    private static final long NOWHERE = 0x40000000;

    private final AudioBench bench = new AudioBench();

    private static List<Integer> all(int frames, int sample) {
        return Collections.nCopies(frames, sample);
    }

    @ParameterizedTest
    @CsvSource({
        "0x00,0x00140000",
        "0x04,0",
        "0x08,0x00200048",
        "0x0C,0x01F00FFF",
        "0x10,0",
        "0x14,0",
        "0x18,0",
        "0x1C,0",
        "0x20,0x00000202",
        "0x24,0",
        "0x28,0",
        "0x3C,0"
    })
    void comes_out_of_reset_silent_and_with_nothing_queued(int register, long value) {
        bench.store(DSTATUS, IE);
        bench.store(GAINCTL, 0xFFFFFFFFL);
        bench.store(CNTL, 0xFFFFFFFFL);
        bench.store(PNXTADD, ONE);
        bench.store(RNXTADD, TWO);
        bench.store(OV, 1);
        bench.store(PIO, 3);
        bench.clock.restart();
        bench.harmony.reset();

        assertThat(bench.load(register)).isEqualTo(value);
        assertThat(bench.isInterrupting()).isFalse();
    }

    @Test
    void has_no_registers_between_PIO_and_DIAG() {
        for (int offset = 0x2C; offset < 0x3C; offset += 4) {
            long hole = HARMONY + offset;
            assertThatThrownBy(() -> bench.ioSpace.load(hole, WORD)).isInstanceOf(BusError.class);
        }
    }

    @Test
    void refuses_bytes_and_halfwords() {
        assertThatThrownBy(() -> bench.ioSpace.load(HARMONY, BYTE)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> bench.ioSpace.store(HARMONY + CNTL, HALFWORD, 1))
                .isInstanceOf(BusError.class);
    }

    @Nested
    class CNTL_register {
        @Test
        void keeps_its_settings_and_shows_the_revision_of_the_codec() {
            bench.control(RATE_44100 | STEREO | 0x0003_0000L);

            assertThat(bench.load(CNTL)).isEqualTo(0x0023_0035L);
        }

        @Test
        void is_in_control_mode_until_the_codec_has_taken_the_settings() {
            bench.store(CNTL, C | RATE_8000);
            assertThat(bench.load(CNTL) & C).isEqualTo(C);
            bench.advance(499_999);
            assertThat(bench.load(CNTL) & C).isEqualTo(C);
            bench.advance(1);

            assertThat(bench.load(CNTL) & C).isZero();
        }

        @Test
        void stays_longer_in_control_mode_to_calibrate() {
            bench.store(CNTL, C | 0x2000 | RATE_8000);
            bench.advance(198 * 125_000 - 1);
            assertThat(bench.load(CNTL) & C).isEqualTo(C);
            bench.advance(1);

            assertThat(bench.load(CNTL) & C).isZero();
        }

        @Test
        void does_not_tell_the_codec_without_C() {
            bench.control(RATE_44100 | STEREO);
            bench.store(CNTL, RATE_8000);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100);

            assertThat(bench.load(CNTL)).isEqualTo(0x0020_0008L);
            assertThat(bench.heard).extracting(Heard::hertz).containsExactly(44100.0);
        }

        @Test
        void leaves_the_codec_at_its_rate_where_it_has_none_of_that_code() {
            bench.control(RATE_44100 | STEREO);
            bench.control(0x1F | STEREO);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100);

            assertThat(bench.heard).extracting(Heard::hertz).containsExactly(44100.0);
            assertThat(bench.notes(TraceKind.RULE)).singleElement().asString().contains("rate");
        }

        @ParameterizedTest
        @CsvSource({
            "0x10,5512.5",
            "0x17,6615",
            "0x08,8000",
            "0x0F,9600",
            "0x11,11025",
            "0x09,16000",
            "0x12,18900",
            "0x13,22050",
            "0x0A,27428.571428571428",
            "0x0B,32000",
            "0x16,33075",
            "0x14,37800",
            "0x15,44100",
            "0x0E,48000"
        })
        void sets_the_rate(int code, double hertz) {
            bench.control(code);
            bench.store(PNXTADD, ONE);
            long nanos = (long) (2048 * 1e9 / hertz);
            bench.advance(nanos - 1);
            assertThat(bench.heard).isEmpty();
            bench.advance(1);

            assertThat(bench.heard).extracting(Heard::hertz).containsExactly(hertz);
            assertThat(bench.heard.get(0).left()).hasSize(2048);
        }
    }

    @Nested
    class RESET_register {
        @Test
        void holds_the_codec_in_control_mode() {
            bench.store(RESET, 1);
            bench.advance(50 * MILLISECOND);
            assertThat(bench.load(CNTL) & C).isEqualTo(C);
            bench.store(RESET, 0);
            assertThat(bench.load(CNTL) & C).isEqualTo(C);
            bench.advance(MILLISECOND);

            assertThat(bench.load(CNTL) & C).isZero();
            assertThat(bench.notes(TraceKind.RULE)).isEmpty();
        }

        @Test
        void says_when_it_was_too_short() {
            bench.store(RESET, 1);
            bench.advance(49 * MILLISECOND);
            bench.store(RESET, 0);

            assertThat(bench.notes(TraceKind.RULE)).singleElement().asString().contains("50 ms");
        }

        @Test
        void stops_both_directions() {
            bench.store(PNXTADD, ONE);
            bench.store(RNXTADD, TWO);
            bench.store(PNXTADD, ONE);
            bench.store(RESET, 0xFFFFFFFFL);
            bench.advance(SECOND);

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
            assertThat(bench.heard).isEmpty();
            assertThat(bench.load(DIAG)).isZero();
        }

        @Test
        void keeps_what_is_queued_meanwhile_until_the_codec_runs() {
            bench.store(RESET, 1);
            bench.store(PNXTADD, ONE);
            bench.advance(SECOND);
            assertThat(bench.load(DSTATUS)).isEqualTo(RN);
            bench.store(RESET, 0);
            assertThat(bench.load(DSTATUS)).isEqualTo(PN | PC | RN);
            bench.advance(SECOND);

            assertThat(bench.heard).hasSize(1);
        }

        @Test
        void leaves_settings_and_gains() {
            bench.control(RATE_44100);
            bench.store(GAINCTL, LOUD);
            bench.store(RESET, 1);
            bench.advance(50 * MILLISECOND);
            bench.store(RESET, 0);
            bench.advance(MILLISECOND);

            assertThat(bench.load(CNTL)).isEqualTo(0x0020_0000L | RATE_44100);
            assertThat(bench.load(GAINCTL)).isEqualTo(LOUD);
        }
    }

    @Nested
    class Playback_DMA {
        @Test
        void plays_a_buffer_in_the_time_that_it_takes() {
            bench.control(RATE_44100 | STEREO);
            bench.store(GAINCTL, LOUD);
            bench.fill(ONE, 0x1234_FEDCL);
            bench.store(PNXTADD, ONE);
            assertThat(bench.load(DSTATUS)).isEqualTo(PN | PC | RN);
            bench.advance(BUFFER_44100 - 1);
            assertThat(bench.heard).isEmpty();
            bench.advance(1);

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
            assertThat(bench.heard)
                    .containsExactly(new Heard(ONE, all(1024, 0x1234), all(1024, (short) 0xFEDC), 44100.0));
        }

        @Test
        void goes_on_with_the_next_buffer_without_a_gap() {
            bench.control(RATE_44100 | STEREO);
            long started = bench.clock.now();
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, TWO);
            assertThat(bench.load(DSTATUS)).isEqualTo(PC | RN);
            bench.advance(BUFFER_44100);
            assertThat(bench.load(DSTATUS)).isEqualTo(PN | PC | RN);
            assertThat(bench.load(PCURADD)).isEqualTo(TWO);
            bench.advance(started + 2 * BUFFER_44100 - bench.clock.now());

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
            assertThat(bench.heard).extracting(Heard::address).containsExactly(ONE, TWO);
        }

        @Test
        void shows_the_word_that_is_played() {
            bench.control(RATE_44100 | STEREO);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100 / 4 + 1);
            assertThat(bench.load(PCURADD)).isEqualTo(ONE + 0x400);
            bench.advance(BUFFER_44100);

            assertThat(bench.load(PCURADD)).isEqualTo(ONE + 0xFFC);
        }

        @Test
        void takes_only_whole_pages() {
            bench.store(PNXTADD, ONE + 0xFFF);

            assertThat(bench.load(PCURADD)).isEqualTo(ONE);
        }

        @Test
        void waits_while_the_codec_takes_its_settings() {
            bench.store(CNTL, C | RATE_8000);
            bench.store(PNXTADD, ONE);
            bench.advance(2048L * 125_000);
            assertThat(bench.heard).isEmpty();
            bench.advance(500_000);

            assertThat(bench.heard).hasSize(1);
        }

        @Test
        void takes_a_change_of_rate_with_the_next_buffer() {
            bench.control(RATE_44100 | STEREO);
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, TWO);
            bench.control(RATE_8000 | STEREO);
            bench.advance(SECOND);

            assertThat(bench.heard).extracting(Heard::hertz).containsExactly(44100.0, 8000.0);
        }

        @ParameterizedTest
        @CsvSource({"0x00,2048", "0x20,1024", "0x40,4096", "0x60,2048", "0x80,4096", "0xC0,4096", "0xE0,2048"})
        void has_as_many_frames_as_fit(long settings, int frames) {
            bench.control(RATE_8000 | settings);
            bench.store(PNXTADD, ONE);
            bench.advance(SECOND);

            assertThat(bench.heard.get(0).left()).hasSize(frames);
        }

        @Test
        void reads_every_format() {
            bench.store(GAINCTL, LOUD);
            bench.fill(ONE, 0x00_80_FF_7FL);
            for (long format : new long[] {MU_LAW, A_LAW, UNSIGNED_8}) {
                bench.control(RATE_8000 | format);
                bench.store(PNXTADD, ONE);
                bench.advance(SECOND);
            }

            assertThat(bench.heard)
                    .extracting(heard -> heard.left().subList(0, 4))
                    .containsExactly(
                            List.of(-32124, 32124, 0, 0),
                            List.of(-5504, 5504, 848, -848),
                            List.of(-32768, 0, 0x7F00, -256));
        }

        @Test
        void leaves_no_alarm_behind() {
            bench.store(PNXTADD, ONE);
            bench.store(RNXTADD, TWO);
            bench.advance(SECOND);
            long lines = bench.trace.end();
            bench.advance(3600 * SECOND);

            assertThat(bench.trace.end()).isEqualTo(lines);
            assertThat(bench.heard).hasSize(1);
        }
    }

    @Nested
    class Interrupts {
        @Test
        void come_when_the_next_buffer_is_wanted() {
            bench.control(RATE_44100 | STEREO);
            bench.store(RNXTADD, THREE);
            bench.store(RNXTADD, THREE);
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, TWO);
            bench.store(DSTATUS, IE);
            assertThat(bench.isInterrupting()).isFalse();
            bench.advance(BUFFER_44100);

            assertThat(bench.isInterrupting()).isTrue();
        }

        @Test
        void are_a_level_of_IE_and_the_empty_bits() {
            assertThat(bench.isInterrupting()).isFalse();
            bench.store(DSTATUS, IE);
            assertThat(bench.isInterrupting()).isTrue();
            bench.store(DSTATUS, 0);

            assertThat(bench.isInterrupting()).isFalse();
        }

        @Test
        void fall_and_rise_again_when_a_stored_buffer_is_taken_at_once() {
            bench.store(DSTATUS, IE);
            bench.store(RNXTADD, THREE);
            bench.store(RNXTADD, THREE);
            bench.line.clear();
            bench.line.add(true);
            bench.store(PNXTADD, ONE);

            assertThat(bench.line).containsExactly(true, false, true);
        }

        @Test
        void cannot_be_asked_for_by_storing_the_status() {
            bench.store(DSTATUS, 0x7FFFFFFFL);

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
        }
    }

    @Nested
    class A_buffer_that_nothing_answers_for {
        @Test
        void stops_playback_and_shows_in_the_trace() {
            bench.store(PNXTADD, NOWHERE);

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
            assertThat(bench.notes(TraceKind.BUS_ERROR))
                    .singleElement()
                    .asString()
                    .contains("harmony as bus master")
                    .contains("0x40000000");
            bench.advance(SECOND);
            assertThat(bench.heard).isEmpty();
        }

        @Test
        void does_not_take_the_buffer_before_it_along() {
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, NOWHERE);
            bench.advance(2 * SECOND);

            assertThat(bench.heard).extracting(Heard::address).containsExactly(ONE);
            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
        }

        @Test
        void stops_recording_when_it_is_full() {
            bench.store(RNXTADD, NOWHERE);
            bench.store(RNXTADD, TWO);
            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RC);
            bench.advance(SECOND);

            assertThat(bench.load(DSTATUS)).isEqualTo(PN | RN);
            assertThat(bench.notes(TraceKind.BUS_ERROR)).hasSize(1);
        }

        @Test
        void is_forgotten_with_the_next_store() {
            bench.store(PNXTADD, NOWHERE);
            bench.store(PNXTADD, ONE);
            bench.advance(SECOND);

            assertThat(bench.heard).extracting(Heard::address).containsExactly(ONE);
        }

        @Test
        void may_be_the_page_of_the_chip_itself() {
            bench.store(PNXTADD, HARMONY);
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, HARMONY);
            bench.advance(SECOND);

            assertThat(bench.heard).hasSize(1);
            assertThat(bench.notes(TraceKind.BUS_ERROR)).hasSize(2);
        }
    }

    @Nested
    class GAINCTL_register {
        private void play(long gains) {
            bench.control(RATE_44100 | STEREO);
            bench.store(GAINCTL, gains);
            bench.fill(ONE, 0x4000_4000L);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100);
        }

        @ParameterizedTest
        @ValueSource(longs = {0x0800_0000L, 0x0400_0000L, 0x0200_0000L})
        void enables_one_output_or_the_other(long output) {
            play(0x00F0_0000L | output);

            assertThat(bench.heard.get(0).left()).containsOnly(0x4000);
        }

        @Test
        void is_silent_without_any_output() {
            play(0x01F0_0000L);

            assertThat(bench.heard.get(0).left()).containsOnly(0);
        }

        @Test
        void attenuates_each_channel_by_steps_of_1_5_dB() {
            play(LOUD | 4 << 6 | 63);

            assertThat(bench.heard.get(0).left()).containsOnly(8212);
            assertThat(bench.heard.get(0).right()).containsOnly(0);
        }

        @Test
        void counts_from_the_moment_it_is_stored() {
            bench.control(RATE_44100 | STEREO);
            bench.fill(ONE, 0x4000_4000L);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100 / 2 + 1);
            bench.store(GAINCTL, LOUD);
            bench.advance(BUFFER_44100);

            assertThat(bench.heard.get(0).left().subList(0, 512)).containsOnly(0);
            assertThat(bench.heard.get(0).left().subList(512, 1024)).containsOnly(0x4000);
        }

        @Test
        void mixes_the_input_into_what_is_heard() {
            AudioBench steady = new AudioBench((frame, hertz, channel) -> channel == 0 ? 0x1000 : -0x1000);
            steady.control(RATE_44100 | STEREO);
            steady.fill(ONE, 0x4000_4000L);
            steady.store(GAINCTL, 0x0E10_0000L);
            steady.store(PNXTADD, ONE);
            steady.advance(BUFFER_44100);

            assertThat(steady.heard.get(0).left()).containsOnly(0x4800);
            assertThat(steady.heard.get(0).right()).containsOnly(0x3800);
        }

        @Test
        void goes_with_the_output_level_of_CNTL() {
            bench.control(RATE_44100 | STEREO | 0x800);
            bench.store(GAINCTL, LOUD);
            bench.fill(ONE, 0x7000_7000L);
            bench.store(PNXTADD, ONE);
            bench.advance(BUFFER_44100);

            assertThat(bench.heard.get(0).left()).containsOnly(0x5000);
        }
    }

    @Nested
    class Recording_DMA {
        @Test
        void writes_a_buffer_when_it_is_full() {
            AudioBench counting = new AudioBench((frame, hertz, channel) -> (int) frame + (channel << 14));
            counting.control(RATE_44100 | STEREO);
            counting.store(RNXTADD, ONE);
            counting.store(RNXTADD, TWO);
            counting.advance(BUFFER_44100 / 2 + 1);
            assertThat(counting.load(RCURADD)).isEqualTo(ONE + 0x800);
            assertThat(counting.load(DSTATUS)).isEqualTo(PN | RC);
            counting.advance(BUFFER_44100 / 2);
            assertThat(counting.load(DSTATUS)).isEqualTo(PN | RN | RC);
            counting.advance(BUFFER_44100);

            assertThat(counting.samples(ONE, 6)).containsExactly(0, 0x4000, 1, 0x4001, 2, 0x4002);
            assertThat(counting.samples(TWO, 4)).containsExactly(1024, 0x4000 + 1024, 1025, 0x4000 + 1025);
            assertThat(counting.load(DSTATUS)).isEqualTo(PN | RN);
        }

        @Test
        void hears_a_tone_when_nothing_else_is_connected() {
            bench.control(RATE_44100);
            bench.store(RNXTADD, ONE);
            bench.advance(SECOND);
            List<Integer> samples = bench.samples(ONE, 2048);

            assertThat(samples.get(0)).isZero();
            assertThat(samples.get(25)).isCloseTo(0x4000, offset(10));
            assertThat(samples).allSatisfy(sample -> assertThat(sample).isBetween(-0x4000, 0x4000));
        }

        @ParameterizedTest
        @CsvSource({"0x40,0xCD,0x4D", "0x80,0xE5,0x65", "0xC0,0x84,0x7B"})
        void writes_every_format(long format, int positive, int negative) {
            AudioBench steady = new AudioBench((frame, hertz, channel) -> frame % 2 == 0 ? 1030 : -1030);
            steady.control(RATE_8000 | format);
            steady.store(RNXTADD, ONE);
            steady.advance(SECOND);

            assertThat(steady.memory(ONE, 3)).containsExactly(positive, negative, positive);
        }

        @Test
        void amplifies_by_steps_of_1_5_dB_and_tells_when_that_is_too_much() {
            AudioBench steady = new AudioBench((frame, hertz, channel) -> 0x1000);
            steady.control(RATE_44100 | STEREO);
            steady.store(GAINCTL, LOUD | 4 << 12 | 8 << 16);
            steady.store(RNXTADD, ONE);
            steady.advance(BUFFER_44100);
            assertThat(steady.samples(ONE, 2)).containsExactly(8173, 16307);
            assertThat(steady.load(OV)).isZero();
            steady.store(GAINCTL, LOUD | 15 << 12);
            steady.store(RNXTADD, ONE);
            steady.advance(BUFFER_44100);

            assertThat(steady.samples(ONE, 2)).containsExactly(32767, 0x1000);
            assertThat(steady.load(OV)).isEqualTo(1);
            steady.store(OV, 0);
            assertThat(steady.load(OV)).isZero();
        }

        @Test
        void begins_anew_when_nothing_was_converted() {
            AudioBench counting = new AudioBench((frame, hertz, channel) -> (int) frame);
            counting.control(RATE_44100);
            for (int times = 0; times < 2; times++) {
                counting.store(RNXTADD, ONE);
                counting.advance(SECOND);

                assertThat(counting.samples(ONE, 3)).containsExactly(0, 1, 2);
            }
        }
    }

    @Nested
    class A_loopback {
        private void loop(long settings) {
            bench.control(settings);
            bench.count(ONE, 0);
            bench.count(TWO, 77);
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, TWO);
            bench.store(RNXTADD, THREE);
            bench.advance(2 * SECOND);
        }

        @ParameterizedTest
        @ValueSource(longs = {0x100, 0x120, 0x140, 0x180, 0x1C0, 0x200, 0x220, 0x260})
        void inside_the_chip_or_the_codec_gives_back_the_bytes(long settings) {
            loop(RATE_8000 | settings);

            assertThat(bench.memory(THREE, 4096)).isEqualTo(bench.memory(ONE, 4096));
        }

        @Test
        void may_begin_in_the_middle() {
            bench.control(RATE_8000 | 0x120);
            bench.count(ONE, 0);
            bench.count(TWO, 77);
            bench.store(PNXTADD, ONE);
            bench.store(PNXTADD, TWO);
            bench.advance(1024 * 125_000 / 4);
            bench.store(RNXTADD, THREE);
            bench.advance(SECOND);

            assertThat(bench.memory(THREE, 3072)).isEqualTo(bench.memory(ONE + 1024, 3072));
            assertThat(bench.memory(THREE + 3072, 1024)).isEqualTo(bench.memory(TWO, 1024));
        }

        @Test
        void is_silent_where_nothing_is_played() {
            bench.control(RATE_8000 | 0x140);
            bench.count(THREE, 0);
            bench.store(RNXTADD, THREE);
            bench.advance(SECOND);

            assertThat(bench.memory(THREE, 4096)).containsOnly(0xFF);
        }

        @Test
        void at_the_analog_side_goes_through_the_gains() {
            bench.control(RATE_44100 | STEREO | 0x300);
            bench.store(GAINCTL, LOUD | 4 << 6 | 8 << 16);
            bench.fill(ONE, 0x4000_1000L);
            bench.store(PNXTADD, ONE);
            bench.store(RNXTADD, TWO);
            bench.advance(SECOND);

            assertThat(bench.samples(TWO, 2)).containsExactly(8212, 16307);
        }
    }

    @Test
    void PIO_keeps_its_output() {
        bench.store(PIO, 3);

        assertThat(bench.load(PIO)).isEqualTo(2);
    }

    @Test
    void DIAG_shows_a_clock_that_ticks() {
        Set<Long> seen = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            bench.advance(50);
            seen.add(bench.load(DIAG));
        }

        assertThat(seen).containsExactly(0L, 1L);
    }
}
