package org.iomap.emulator.module.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.lan.LanBench.BLOCKS;
import static org.iomap.emulator.module.lan.LanBench.CONFIGURE;
import static org.iomap.emulator.module.lan.LanBench.EL;
import static org.iomap.emulator.module.lan.LanBench.INTERRUPT;
import static org.iomap.emulator.module.lan.LanBench.ISCP;
import static org.iomap.emulator.module.lan.LanBench.LINUX;
import static org.iomap.emulator.module.lan.LanBench.MAC;
import static org.iomap.emulator.module.lan.LanBench.NOP;
import static org.iomap.emulator.module.lan.LanBench.NULL;
import static org.iomap.emulator.module.lan.LanBench.PORT;
import static org.iomap.emulator.module.lan.LanBench.SCB;
import static org.iomap.emulator.module.lan.LanBench.SET_ADDRESS;
import static org.iomap.emulator.module.lan.LanBench.SUSPEND;
import static org.iomap.emulator.module.lan.LanBench.TDR;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import org.iomap.emulator.bus.BusError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("82596")
class I82596Test {
    private final LanBench lan = new LanBench();

    @Nested
    class Registers {
        @Test
        void are_written_as_words_and_read_as_ones() {
            assertThat(lan.ioSpace.load(PORT, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThat(lan.ioSpace.load(PORT + 4, WORD)).isEqualTo(0xFFFF_FFFFL);
            assertThatThrownBy(() -> lan.ioSpace.store(PORT, HALFWORD, 0)).isInstanceOf(BusError.class);
            assertThatThrownBy(() -> lan.ioSpace.load(PORT, BYTE)).isInstanceOf(BusError.class);
        }
    }

    @Nested
    class PORT_function {
        @Test
        void reset_makes_the_chip_idle_and_quiet() {
            lan.ready().ring().startReceiving();
            lan.port(0, 0);
            lan.chip.receive(LanBench.frame(MAC, 60));
            lan.command(0x0100);

            assertThat(lan.half(LanBench.rfd(0))).isZero();
            assertThat(lan.line()).isFalse();
        }

        @Test
        void self_test_leaves_a_signature_and_no_fault() {
            lan.swapped(0x2004, 0x1234);
            lan.port(1, 0x2000);

            assertThat(lan.swapped(0x2000)).isEqualTo(0xFFC0_0000L);
            assertThat(lan.swapped(0x2004)).isZero();
        }

        @Test
        void new_SCP_lets_the_next_attention_initialise() {
            lan.initialise();

            assertThat(lan.ioSpace.load(ISCP, WORD)).isZero();
            assertThat(lan.half(SCB + 2)).isZero();
            assertThat(lan.status()).isEqualTo(0xA000);
            assertThat(lan.line()).isTrue();
        }

        @Test
        void dump_writes_what_the_chip_knows() {
            lan.ready().configure(LINUX);
            lan.port(3, 0x2000);

            assertThat(lan.bytes(0x2000, 14)).isEqualTo(bytes(LINUX));
            assertThat(lan.bytes(0x200E, 6)).isEqualTo(MAC);
        }

        @Test
        void counts_the_lower_half_first_and_the_upper_bits_of_each_not_at_all() {
            lan.ioSpace.store(PORT, WORD, 0xABCD_2001L);
            lan.ioSpace.store(PORT, WORD, 0xABCD_0000L);

            assertThat(lan.swapped(0x2000)).isEqualTo(0xFFC0_0000L);
        }

        @Test
        void begins_anew_after_a_hardware_reset() {
            lan.ioSpace.store(PORT, WORD, 0x5555);
            lan.chip.reset();
            lan.port(1, 0x2000);

            assertThat(lan.swapped(0x2000)).isEqualTo(0xFFC0_0000L);
        }

        @Test
        void whose_address_is_a_hole_does_nothing() {
            lan.port(1, 0x4000_0000L);
            lan.port(3, 0x4000_0000L);

            assertThat(lan.busErrors()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(ints = {4, 9, 15})
        void that_is_reserved_does_nothing(int function) {
            lan.ready().port(function, 0x2000);
            lan.command(0);

            assertThat(lan.status()).isZero();
        }
    }

    @Nested
    class Initialisation {
        @Test
        void is_not_done_where_the_pointers_lead_nowhere() {
            lan.port(2, 0x4000_0000L);
            lan.attention();

            assertThat(lan.line()).isFalse();
            lan.initialise();
            assertThat(lan.status()).isEqualTo(0xA000);
        }

        @Test
        void looks_at_its_usual_place_after_a_reset() {
            lan.attention();

            assertThat(lan.trace.read(0).physical()).isEqualTo(LanBench.CA);
            assertThat(lan.trace.read(1).physical()).isEqualTo(0x00FF_FFF7L);
            assertThat(lan.trace.read(1).master()).isEqualTo("lan");
        }

        @Test
        void in_another_mode_says_that_this_model_has_none() {
            lan.initialise(0x60);

            assertThat(lan.unimplemented).containsExactly("modes other than the linear one");
            assertThat(lan.ioSpace.load(ISCP, WORD)).isNotZero();
        }

        @Test
        void can_ask_for_pointers_in_one_piece() {
            lan.initialise(0xEC);
            long block = lan.block(0, NOP | EL);
            lan.ioSpace.store(SCB + 4, WORD, block);
            lan.command(0x0100);

            assertThat(lan.half(block)).isEqualTo(0xA000);
        }
    }

    /** init_i596_mem of lib82596, from its first command on. */
    @Nested
    class The_Linux_driver {
        @Test
        void configures_sets_its_address_and_tests_the_cable() {
            lan.initialise();
            long configure = lan.block(0, CONFIGURE | EL | INTERRUPT);
            lan.bytes(configure + 8, bytes(LINUX));
            lan.swapped(SCB + 4, configure);
            lan.command(0x0100);
            assertThat(lan.half(configure)).isEqualTo(0xA000);
            assertThat(lan.half(SCB + 2)).isZero();

            long setAddress = lan.block(1, SET_ADDRESS | EL | INTERRUPT);
            lan.bytes(setAddress + 8, LanBench.OTHER);
            long tdr = lan.block(2, TDR | EL | INTERRUPT);
            lan.swapped(setAddress + 4, tdr);
            acknowledgeAndStart(setAddress);
            assertThat(lan.half(setAddress)).isEqualTo(0xA000);

            acknowledgeAndStart(tdr);
            assertThat(lan.half(tdr)).isEqualTo(0xA000);
            assertThat(lan.half(tdr + 8)).isEqualTo(0x8000);
            lan.command(0xA000);
            assertThat(lan.status()).isZero();
            assertThat(lan.line()).isFalse();
        }

        /** The interrupt handler: what came is acknowledged with the same command that starts what waits. */
        private void acknowledgeAndStart(long block) {
            assertThat(lan.line()).isTrue();
            lan.swapped(SCB + 4, block);
            lan.command((lan.status() & 0xF000) | 0x0100);
        }

        @Test
        void receives_sends_and_closes() {
            lan.ready().ring().configure(LINUX);
            lan.startReceiving();
            lan.command(0xF000);
            assertThat(lan.status()).isEqualTo(0x0040);

            lan.chip.receive(LanBench.frame(MAC, 100));
            assertThat(lan.status()).isEqualTo(0x4040);
            assertThat(lan.half(LanBench.rbd(0))).isEqualTo(0xC000 | 100);
            lan.command(0x4000);

            assertThat(lan.transmit(LanBench.data(LanBench.OTHER, 60))).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0xA040);
            assertThat(lan.sent).hasSize(1);

            lan.command(0x0440);
            assertThat(lan.status()).isEqualTo(0xB000);
            lan.command(0xF000);
            assertThat(lan.status()).isZero();
        }
    }

    @Nested
    class Interrupt {
        @Test
        void rises_anew_at_each_attention_while_something_is_not_acknowledged() {
            lan.initialise();
            long before = lan.rises();
            lan.command(0x8000);

            assertThat(lan.status()).isEqualTo(0x2000);
            assertThat(lan.rises()).isEqualTo(before + 1);
            lan.command(0x2000);
            assertThat(lan.rises()).isEqualTo(before + 1);
            assertThat(lan.line()).isFalse();
        }

        @Test
        void rises_once_for_frames_that_come_before_it_is_acknowledged() {
            lan.ready().ring().startReceiving();
            long before = lan.rises();
            lan.chip.receive(LanBench.frame(MAC, 60));
            lan.chip.receive(LanBench.frame(MAC, 60));

            assertThat(lan.rises()).isEqualTo(before + 1);
        }
    }

    @Nested
    class Command_unit {
        @Test
        void goes_through_a_list_and_is_idle_after_its_end() {
            lan.ready();
            lan.block(0, NOP);
            lan.block(1, LanBench.DIAGNOSE);
            long last = lan.block(2, NOP | EL);
            lan.run(BLOCKS);

            assertThat(lan.half(BLOCKS)).isEqualTo(0xA000);
            assertThat(lan.half(last)).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0x2000);
        }

        @Test
        void tells_CX_only_of_commands_that_ask_for_it() {
            lan.ready();
            lan.run(lan.block(0, NOP | EL | INTERRUPT));

            assertThat(lan.status()).isEqualTo(0xA000);
        }

        @Test
        void suspends_after_a_command_that_says_so_and_resumes_with_the_next() {
            lan.ready();
            lan.block(0, NOP | SUSPEND);
            long next = lan.block(1, NOP | EL);
            lan.run(BLOCKS);
            assertThat(lan.status()).isEqualTo(0x2100);
            assertThat(lan.half(next)).isZero();
            lan.command(0x2200);

            assertThat(lan.half(next)).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0x2000);
        }

        @Test
        void resumes_only_what_is_suspended() {
            lan.ready().command(0x0200);

            assertThat(lan.status()).isZero();
        }

        @Test
        void aborts_what_is_suspended_without_a_word() {
            lan.ready();
            lan.run(lan.block(0, NOP | SUSPEND));
            lan.command(0x2400);

            assertThat(lan.status()).isZero();
        }

        @Test
        void is_idle_at_once_where_there_is_no_list() {
            lan.ready();
            lan.swapped(SCB + 4, NULL);
            lan.command(0x0100);

            assertThat(lan.status()).isEqualTo(0x2000);
        }

        @Test
        void ends_a_list_that_leads_into_a_hole() {
            lan.ready();
            long block = lan.block(0, NOP);
            lan.swapped(block + 4, 0x4000_0000L);
            lan.run(block);

            assertThat(lan.half(block)).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0x2000);
        }

        @Test
        void fails_a_command_whose_memory_is_a_hole_and_goes_on() {
            lan.ready();
            long dump = lan.block(0, LanBench.DUMP);
            lan.swapped(dump + 8, 0x4000_0000L);
            long next = lan.block(1, NOP | EL);
            lan.run(dump);

            assertThat(lan.half(dump)).isEqualTo(0x8000);
            assertThat(lan.half(next)).isEqualTo(0xA000);
        }

        @Test
        void does_a_list_without_end_a_piece_at_a_time() {
            lan.ready();
            long block = lan.block(0, NOP);
            lan.swapped(block + 4, block);
            lan.run(block);
            assertThat(lan.status()).isEqualTo(0x0200);
            long before = lan.ioSpace.sequence();
            lan.clock.advance(10_000_000);

            assertThat(lan.ioSpace.sequence() - before).isBetween(10L * 32, 10L * 32 * 10);
            assertThat(lan.status()).isEqualTo(0x0200);
        }

        @Test
        void suspends_resumes_and_aborts_a_list_in_the_middle() {
            lan.ready();
            long block = lan.block(0, NOP);
            lan.swapped(block + 4, block);
            lan.run(block);
            lan.command(0x0300);
            assertThat(lan.status()).isEqualTo(0x2100);
            lan.command(0x2200);
            assertThat(lan.status()).isEqualTo(0x0200);
            lan.command(0x0400);
            long before = lan.ioSpace.sequence();
            lan.clock.advance(10_000_000);

            assertThat(lan.status()).isEqualTo(0x2000);
            assertThat(lan.ioSpace.sequence() - before).isEqualTo(1);
        }

        @Test
        void loads_the_bus_throttle_and_says_so() {
            lan.ready().command(0x0500);

            assertThat(lan.status()).isEqualTo(0x0008);
        }

        @Test
        void software_reset_needs_a_new_initialisation() {
            lan.ready().command(0x0080);
            lan.command(0x0010);
            assertThat(lan.half(SCB + 2)).isEqualTo(0x0010);
            lan.initialise();

            assertThat(lan.status()).isEqualTo(0xA000);
        }
    }

    @Nested
    class Configuration_command {
        @Test
        void takes_as_many_bytes_as_its_first_one_says() {
            lan.ready().configure(0x05, 0x08, 0xC0, 0xEE, 0x77, 0x11, 0x22);
            lan.port(3, 0x2000);

            assertThat(lan.bytes(0x2000, 7)).isEqualTo(bytes(0x05, 0x08, 0xC0, 0xEE, 0x77, 0x60, 0x00));
        }

        @Test
        void takes_four_at_least() {
            lan.ready().configure(0x00, 0xC8, 0x40, 0x2E, 0x77);
            lan.port(3, 0x2000);

            assertThat(lan.bytes(0x2000, 5)).isEqualTo(bytes(0x00, 0xC8, 0x40, 0x2E, 0x00));
        }

        @Test
        void says_what_this_model_does_not_do() {
            lan.ready();
            lan.configureBut(1, 0x48);
            lan.configureBut(3, 0x2D);
            lan.configureBut(8, 0x20);
            lan.configureBut(8, 0x40);
            lan.configureBut(8, 0x80);
            lan.configure(LINUX);

            assertThat(lan.unimplemented)
                    .containsExactly(
                            "monitor mode", "addresses that are not 6 bytes long", "CRC-16", "bit stuffing", "padding");
        }
    }

    @Test
    void nothing_is_pending_when_nothing_is_to_do() {
        lan.ready().ring().startReceiving();
        long before = lan.ioSpace.sequence();
        lan.clock.advance(1_000_000_000);

        assertThat(lan.ioSpace.sequence()).isEqualTo(before);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
