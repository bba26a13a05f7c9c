package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.ABRT;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST2;
import static org.iomap.emulator.module.scsi.ScsiBench.CTEST7;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.DSA;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.NO_DISK;
import static org.iomap.emulator.module.scsi.ScsiBench.SCNTL1;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SDID;
import static org.iomap.emulator.module.scsi.ScsiBench.SECOND;
import static org.iomap.emulator.module.scsi.ScsiBench.STO;
import static org.iomap.emulator.module.scsi.ScsiBench.SXFER;

import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("SCRIPTS: select and reselect")
class BusInstructionTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

    @Nested
    class Selection {
        @Test
        void of_an_absent_target_times_out_after_250_ms() {
            script.selectWithAttention(NO_DISK, ELSEWHERE).jumpWhen(Phase.STATUS, SCRIPT);
            bench.start(SCRIPT);
            bench.clock.advance(249_000_000);
            assertThat(bench.load(ISTAT)).isZero();

            bench.clock.advance(2_000_000);
            bench.assertScsi(STO);
            assertThat(bench.isInterrupting()).isFalse();
        }

        @Test
        void of_two_targets_at_once_times_out() {
            script.instruction(0x4100_0000L | (1 << DISK_ID | 1 << NO_DISK) << 16, ELSEWHERE);
            bench.run(SCRIPT);

            bench.assertScsi(STO);
        }

        @Test
        void waits_for_ever_while_the_timeout_is_disabled() {
            bench.store(CTEST7, 0x10);
            script.selectWithAttention(NO_DISK, ELSEWHERE);
            bench.run(SCRIPT);
            assertThat(bench.load(ISTAT)).isZero();

            bench.store(ISTAT, 0x80);
            bench.assertDma(ABRT);
        }

        @Test
        void takes_the_id_and_the_transfer_from_a_table() {
            bench.memory.store(0x5008, Width.WORD, 1L << (16 + DISK_ID) | 0x18 << 8);
            bench.storeWord(DSA, 0x5010);
            script.instruction(0x4700_0000L | 0xFF_FFF8, 0x100).interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.load(SXFER)).isEqualTo(0x18);
            assertThat(bench.load(SDID)).isEqualTo(1 << DISK_ID);
            assertThat(bench.load(SCNTL1) & 0x10).isNotZero();
        }

        @Test
        void of_a_chip_that_is_connected_goes_the_other_way() {
            new Script(bench.memory, ELSEWHERE).interrupt(0x99);
            script.selectWithAttention(DISK_ID, ELSEWHERE).selectWithAttention(DISK_ID, ELSEWHERE);
            bench.run(SCRIPT);

            bench.assertInterrupt(0x99);
        }

        @Test
        void as_a_target_there_is_nobody_to_reselect() {
            script.instruction(0x5800_0200L, 0).instruction(0x4040_0000L, ELSEWHERE);
            bench.run(SCRIPT);

            bench.assertScsi(STO);
        }
    }

    @Nested
    class Reselection {
        @Test
        void is_waited_for_until_the_processor_signals() {
            new Script(bench.memory, ELSEWHERE)
                    .compute(6, 4, CTEST2, 0x40) // SFBR = CTEST2 & 0x40, which forgets SIGP
                    .compute(5, 2, SCRATCH, 0) // SCRATCH0 = SFBR
                    .interrupt(0xFF04);
            script.waitReselect(ELSEWHERE);
            bench.run(SCRIPT);
            assertThat(bench.load(ISTAT)).isZero();

            bench.store(ISTAT, 0x20);
            assertThat(bench.load(ISTAT)).isEqualTo(0x20);
            bench.clock.advance(SECOND);

            bench.assertInterrupt(0xFF04);
            assertThat(bench.load(SCRATCH)).isEqualTo(0x40);
            assertThat(bench.load(ISTAT)).isZero();
        }

        @Test
        void a_signal_that_came_before_counts() {
            bench.store(ISTAT, 0x20);
            new Script(bench.memory, ELSEWHERE).interrupt(2);
            script.waitReselect(ELSEWHERE);
            bench.run(SCRIPT);

            bench.assertInterrupt(2);
            assertThat(bench.load(CTEST2)).isEqualTo(0x61);
            assertThat(bench.load(CTEST2)).isEqualTo(0x21);
        }
    }
}
