package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.module.scsi.ScsiBench.ABRT;
import static org.iomap.emulator.module.scsi.ScsiBench.CHIP;
import static org.iomap.emulator.module.scsi.ScsiBench.CON;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST0;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST7;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST8;
import static org.iomap.emulator.module.scsi.ScsiBench.DCNTL;
import static org.iomap.emulator.module.scsi.ScsiBench.DIEN;
import static org.iomap.emulator.module.scsi.ScsiBench.DIP;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.DMODE;
import static org.iomap.emulator.module.scsi.ScsiBench.DSTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.FCMP;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.LCRC;
import static org.iomap.emulator.module.scsi.ScsiBench.MODULE;
import static org.iomap.emulator.module.scsi.ScsiBench.NO_DISK;
import static org.iomap.emulator.module.scsi.ScsiBench.RST;
import static org.iomap.emulator.module.scsi.ScsiBench.SBCL;
import static org.iomap.emulator.module.scsi.ScsiBench.SBDL;
import static org.iomap.emulator.module.scsi.ScsiBench.SCID;
import static org.iomap.emulator.module.scsi.ScsiBench.SCNTL0;
import static org.iomap.emulator.module.scsi.ScsiBench.SCNTL1;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SDID;
import static org.iomap.emulator.module.scsi.ScsiBench.SECOND;
import static org.iomap.emulator.module.scsi.ScsiBench.SIEN;
import static org.iomap.emulator.module.scsi.ScsiBench.SIP;
import static org.iomap.emulator.module.scsi.ScsiBench.SIR;
import static org.iomap.emulator.module.scsi.ScsiBench.SOCL;
import static org.iomap.emulator.module.scsi.ScsiBench.SODL;
import static org.iomap.emulator.module.scsi.ScsiBench.SSTAT0;
import static org.iomap.emulator.module.scsi.ScsiBench.SSTAT1;
import static org.iomap.emulator.module.scsi.ScsiBench.STO;
import static org.iomap.emulator.module.scsi.ScsiBench.SXFER;
import static org.iomap.emulator.module.scsi.ScsiBench.TEMP;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import org.iomap.emulator.bus.BusError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("53C710")
class Ncr53c710Test {
    private final ScsiBench bench = new ScsiBench();

    @ParameterizedTest
    @CsvSource({
        "0x00,0xC0", "0x01,0x00", "0x03,0x00", "0x05,0x00", "0x08,0x00", "0x0B,0x00", "0x0C,0x80", "0x0D,0x00",
        "0x0F,0x00", "0x14,0x00", "0x15,0xF0", "0x16,0x21", "0x20,0x00", "0x21,0x00", "0x22,0x20", "0x2C,0x00",
        "0x38,0x00", "0x39,0x00", "0x3B,0x00", "0x3C,0x00"
    })
    void comes_out_of_reset_as_in_the_data_sheet(int register, int value) {
        assertThat(bench.load(register)).isEqualTo(value);
    }

    @Nested
    class Byte_lanes {
        @Test
        void register_n_is_at_offset_n_xor_3() {
            bench.store(SCID, 0x80);
            bench.store(SXFER, 0x18);

            assertThat(bench.io.load(CHIP + 0x07, BYTE)).isEqualTo(0x80);
            assertThat(bench.io.load(CHIP + 0x06, BYTE)).isEqualTo(0x18);
            assertThat(bench.loadWord(SCID)).isEqualTo(0x0000_1880);
            assertThat(bench.io.load(CHIP + 0x06, HALFWORD)).isEqualTo(0x1880);
        }

        @Test
        void a_register_of_four_bytes_is_a_word() {
            bench.storeWord(SCRATCH, 0x1122_3344);

            assertThat(bench.load(SCRATCH)).isEqualTo(0x44);
            assertThat(bench.load(SCRATCH + 3)).isEqualTo(0x11);
            assertThat(bench.io.load(CHIP + SCRATCH, HALFWORD)).isEqualTo(0x1122);
            assertThat(bench.io.peek(CHIP + SCRATCH + 2, HALFWORD)).isEqualTo(0x3344);
        }

        @Test
        void a_byte_or_halfword_changes_its_part_of_a_word() {
            bench.storeWord(TEMP, 0x1122_3344);
            bench.store(TEMP + 1, 0xAA);
            bench.io.store(CHIP + TEMP, HALFWORD, 0xBBCC);

            assertThat(bench.loadWord(TEMP)).isEqualTo(0xBBCC_AA44L);
        }

        @Test
        void a_word_of_byte_registers_stores_each() {
            bench.storeWord(DMODE, 0x0100_3DC0);

            assertThat(bench.load(DMODE)).isEqualTo(0xC0);
            assertThat(bench.load(DIEN)).isEqualTo(0x3D);
            assertThat(bench.load(DCNTL)).isEqualTo(0x01);
            assertThat(bench.io.peek(CHIP + DMODE, DOUBLEWORD)).isEqualTo(0x0100_3DC0_0000_0000L);
        }

        @Test
        void nothing_answers_past_the_registers() {
            assertThatThrownBy(() -> bench.io.load(CHIP + 0x40, WORD)).isInstanceOf(BusError.class);
        }
    }

    /** What 53c700.c does to find the chip and set it up. */
    @Nested
    class Probe {
        @Test
        void finds_revision_2_and_synchronous_transfer() {
            bench.store(LCRC, 0xFF);

            assertThat(bench.load(CTEST8) >> 4).isEqualTo(2);
            assertThat(bench.load(LCRC)).isZero();
        }

        @Test
        void software_reset_gives_every_register_its_reset_value() {
            bench.setUp();
            bench.storeWord(SCRATCH, 0x5555_5555);
            bench.store(ISTAT, 0x40);

            assertThat(bench.load(ISTAT)).isEqualTo(0x40);
            assertThat(bench.load(SIEN)).isZero();
            assertThat(bench.loadWord(SCRATCH)).isZero();

            bench.store(ISTAT, 0);
            assertThat(bench.load(ISTAT)).isZero();
        }

        @Test
        void the_reset_register_of_the_module_resets_the_chip() {
            bench.setUp();
            bench.io.store(MODULE, WORD, 0xFFFF_FFFFL);

            assertThat(bench.load(SCID)).isZero();
            assertThat(bench.load(SCNTL0)).isEqualTo(0xC0);
        }

        @Test
        void set_up_reads_back() {
            bench.store(DCNTL, 0x01);
            bench.store(DMODE, 0xE0);
            bench.store(CTEST7, 0x80);
            bench.store(CTEST0, 0x40);
            bench.store(SCNTL0, 0xCE);

            assertThat(bench.load(DCNTL)).isEqualTo(0x01);
            assertThat(bench.load(DMODE)).isEqualTo(0xE0);
            assertThat(bench.load(CTEST7)).isEqualTo(0x80);
            assertThat(bench.load(CTEST0)).isEqualTo(0x40);
            assertThat(bench.load(SCNTL0)).isEqualTo(0xCE);
        }

        @Test
        void clearing_the_fifos_is_done_at_once_and_the_revision_stays() {
            bench.store(CTEST8, 0x04);

            assertThat(bench.load(CTEST8)).isEqualTo(0x20);
        }

        @Test
        void nothing_of_it_leaves_an_alarm() {
            bench.setUp();
            bench.clock.advance(SECOND);

            assertThat(bench.line).isEmpty();
        }
    }

    @Nested
    class Bus_reset {
        @BeforeEach
        void asserts_RST() {
            bench.setUp();
            bench.store(SCNTL1, 0x08);
        }

        @Test
        void is_seen_by_the_chip_itself() {
            assertThat(bench.load(SSTAT1) & 0x02).isNotZero();
            assertThat(bench.isInterrupting()).isTrue();
            assertThat(bench.load(ISTAT)).isEqualTo(SIP);
            assertThat(bench.load(SSTAT0)).isEqualTo(RST);
            assertThat(bench.load(SSTAT0)).isZero();
            assertThat(bench.isInterrupting()).isFalse();
        }

        @Test
        void ends_when_RST_is_released() {
            bench.store(SCNTL1, 0x00);

            assertThat(bench.load(SSTAT1)).isZero();
        }

        @Test
        void makes_the_disk_report_a_unit_attention_once() {
            bench.load(SSTAT0);

            assertThat(bench.command(null, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(0x02);
            assertThat(bench.command(Phase.DATA_IN, 18, 3, 0, 0, 0, 18, 0)).isZero();
            assertThat(bench.data(18)).startsWith(0x70, 0, 6).containsSequence(0x29, 0);
            assertThat(bench.command(null, 0, 0, 0, 0, 0, 0, 0)).isZero();
        }
    }

    @Nested
    class Interrupts {
        @Test
        void are_pending_but_not_sent_while_they_are_masked() {
            bench.script().interrupt(0x77);
            bench.run(SCRIPT);

            assertThat(bench.load(ISTAT)).isEqualTo(DIP);
            assertThat(bench.isInterrupting()).isFalse();

            bench.store(DIEN, SIR);
            assertThat(bench.isInterrupting()).isTrue();
        }

        @Test
        void abort_stops_a_script_and_repeats_until_it_is_taken_back() {
            bench.setUp();
            bench.script().jump(SCRIPT);
            bench.run(SCRIPT);
            bench.store(ISTAT, 0x80);

            assertThat(bench.load(DSTAT)).isEqualTo(0x80 | ABRT);
            assertThat(bench.load(DSTAT)).isEqualTo(0x80 | ABRT);

            bench.store(ISTAT, 0);
            bench.load(DSTAT);
            assertThat(bench.load(DSTAT)).isEqualTo(0x80);
            assertThat(bench.isInterrupting()).isFalse();
        }

        @Test
        void a_peek_acknowledges_nothing() {
            bench.setUp();
            bench.script().interrupt(0x77);
            bench.run(SCRIPT);

            assertThat(bench.io.peek(CHIP + (DSTAT ^ 3), BYTE)).isEqualTo(0x80 | SIR);
            assertThat(bench.io.peek(CHIP + DSTAT, WORD) & 0xFF).isEqualTo(0x80 | SIR);
            assertThat(bench.isInterrupting()).isTrue();
        }
    }

    /** Low-level mode: selection and handshake by the processor. */
    @Nested
    class By_hand {
        @Test
        void a_command_goes_byte_by_byte() {
            bench.store(SDID, 1 << DISK_ID);
            bench.store(SCNTL0, 0xF0);

            assertThat(bench.load(SSTAT0)).isEqualTo(FCMP);
            assertThat(bench.load(SBCL)).isEqualTo(0x80 | 0x20 | 0x08 | 0x06);

            bench.store(SOCL, 0); // ATN off: IDENTIFY is the only message
            send(0xC0);
            for (int value : new int[] {0x00, 0, 0, 0, 0, 0}) {
                assertThat(bench.load(SBCL) & 0x87).isEqualTo(0x80 | Phase.COMMAND.lines());
                send(value);
            }
            assertThat(bench.load(SBCL) & 7).isEqualTo(Phase.STATUS.lines());
            assertThat(receive()).isZero();
            assertThat(bench.load(SBCL) & 7).isEqualTo(Phase.MESSAGE_IN.lines());
            assertThat(receive()).isZero();
            assertThat(bench.load(SBCL)).isZero();
            assertThat(bench.load(ISTAT) & CON).isZero();
        }

        @Test
        void an_absent_target_times_out() {
            bench.setUp();
            bench.store(SDID, 1 << NO_DISK);
            bench.store(SCNTL0, 0xE0);
            bench.clock.advance(SECOND);

            assertThat(bench.load(SSTAT0)).isEqualTo(STO);
        }

        private void send(int value) {
            bench.store(SODL, value);
            bench.store(SOCL, 0x40);
            assertThat(bench.load(SBCL) & 0xC0).isEqualTo(0x40);
            bench.store(SOCL, 0);
        }

        private int receive() {
            int value = bench.load(SBDL);
            bench.store(SOCL, 0x40);
            bench.store(SOCL, 0);
            return value;
        }
    }
}
