package org.iomap.emulator.module.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.lan.LanBench.EL;
import static org.iomap.emulator.module.lan.LanBench.FLEX;
import static org.iomap.emulator.module.lan.LanBench.LINUX;
import static org.iomap.emulator.module.lan.LanBench.MAC;
import static org.iomap.emulator.module.lan.LanBench.NULL;
import static org.iomap.emulator.module.lan.LanBench.OTHER;
import static org.iomap.emulator.module.lan.LanBench.TBDS;
import static org.iomap.emulator.module.lan.LanBench.TRANSMIT;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("82596: Transmit")
class TransmitTest {
    private static final int DMA_UNDERRUN = 0x8100;
    private static final long DATA = 0x3_0000;

    private final LanBench lan = new LanBench().ready();
    private final byte[] data = LanBench.data(OTHER, 100);

    @BeforeEach
    void configure() {
        lan.configure(LINUX);
        lan.bytes(DATA, data);
    }

    @Test
    void sends_the_buffer_and_its_check_sequence() {
        assertThat(lan.transmit(data)).isEqualTo(0xA000);
        assertThat(lan.sent).containsExactly(FrameCheck.append(data, 100));
        assertThat(FrameCheck.isGood(lan.sent.get(0))).isTrue();
    }

    @Test
    void gathers_the_frame_from_the_block_and_its_buffers() {
        lan.tbd(0, 30, TBDS + 32, DATA + 10);
        lan.tbd(1, 0, TBDS + 64, DATA);
        lan.tbd(2, EL | 60, TBDS, DATA + 40);
        long block = lan.block(0, TRANSMIT | FLEX | EL);
        lan.swapped(block + 8, TBDS);
        lan.half(block + 12, 10);
        lan.bytes(block + 16, Arrays.copyOf(data, 10));

        assertThat(lan.run(block)).isEqualTo(0xA000);
        assertThat(lan.sent).containsExactly(FrameCheck.append(data, 100));
    }

    @Test
    void in_the_simplified_mode_has_everything_in_the_block() {
        long block = lan.block(0, TRANSMIT | EL);
        lan.swapped(block + 8, NULL);
        lan.half(block + 12, EL | 100);
        lan.bytes(block + 16, data);

        assertThat(lan.run(block)).isEqualTo(0xA000);
        assertThat(lan.sent).containsExactly(FrameCheck.append(data, 100));
    }

    @Test
    void inserts_the_station_address_where_it_is_configured_to() {
        lan.configureBut(3, 0x26);
        lan.transmit(data);

        assertThat(lan.sent.get(0)).hasSize(110).startsWith(OTHER);
        assertThat(Arrays.copyOfRange(lan.sent.get(0), 6, 12)).isEqualTo(MAC);
        assertThat(Arrays.copyOfRange(lan.sent.get(0), 12, 106)).isEqualTo(Arrays.copyOfRange(data, 6, 100));
    }

    @Nested
    class The_check_sequence_is_the_drivers {
        @Test
        void where_it_is_configured_so() {
            lan.configureBut(8, 0x10);
            lan.transmit(data);

            assertThat(lan.sent).containsExactly(data);
        }

        @Test
        void where_the_command_says_so() {
            lan.tbd(0, EL | 100, NULL, DATA);
            long block = lan.block(0, TRANSMIT | FLEX | EL | 0x10);
            lan.swapped(block + 8, TBDS);
            lan.half(block + 12, 0);
            lan.run(block);

            assertThat(lan.sent).containsExactly(data);
        }
    }

    @Nested
    class Nothing_is_sent {
        @Test
        void of_a_buffer_in_a_hole() {
            lan.tbd(0, EL | 100, NULL, 0x4000_0000L);

            assertThat(runFlexible()).isEqualTo(DMA_UNDERRUN);
            assertThat(lan.sent).isEmpty();
        }

        @Test
        void of_buffers_without_end() {
            lan.tbd(0, 1, TBDS, DATA);

            assertThat(runFlexible()).isEqualTo(DMA_UNDERRUN);
            assertThat(lan.sent).isEmpty();
        }

        @Test
        void of_a_frame_that_is_too_long() {
            lan.tbd(0, 0x3FFF, TBDS + 32, DATA);
            lan.tbd(1, EL | 1, NULL, DATA);

            assertThat(runFlexible()).isEqualTo(DMA_UNDERRUN);
            assertThat(lan.sent).isEmpty();
        }

        @Test
        void of_no_bytes() {
            lan.tbd(0, EL, NULL, DATA);

            assertThat(runFlexible()).isEqualTo(DMA_UNDERRUN);
        }
    }

    @Nested
    class Loopback {
        @BeforeEach
        void receive() {
            lan.ring().startReceiving();
        }

        @Test
        void inside_the_chip_sends_nothing_and_receives_it() {
            lan.configureBut(3, 0x6E);
            lan.transmit(LanBench.data(MAC, 100));

            assertThat(lan.sent).isEmpty();
            assertThat(lan.half(LanBench.rfd(0))).isEqualTo(0xA000);
            assertThat(lan.bytes(LanBench.buffer(0), 100)).isEqualTo(LanBench.data(MAC, 100));
        }

        @Test
        void outside_sends_it_and_receives_it() {
            lan.configureBut(3, 0xEE);
            lan.transmit(LanBench.data(MAC, 100));

            assertThat(lan.sent).hasSize(1);
            assertThat(lan.half(LanBench.rfd(0))).isEqualTo(0xA000);
        }

        @Test
        void honours_the_address_filter() {
            lan.configureBut(3, 0x6E);
            lan.transmit(LanBench.data(OTHER, 100));

            assertThat(lan.half(LanBench.rfd(0))).isZero();
        }

        @Test
        void shows_a_check_sequence_that_the_driver_got_wrong() {
            int[] parameters = LINUX.clone();
            parameters[3] = 0x6E;
            parameters[8] = 0x10;
            lan.configure(parameters);
            lan.transmit(LanBench.data(MAC, 100));

            assertThat(lan.half(LanBench.rfd(0))).isEqualTo(0x8800);
            assertThat(lan.swapped(LanBench.SCB + 12)).isEqualTo(1);
        }
    }

    private int runFlexible() {
        long block = lan.block(0, TRANSMIT | FLEX | EL);
        lan.swapped(block + 8, TBDS);
        lan.half(block + 12, 0);
        return lan.run(block);
    }
}
