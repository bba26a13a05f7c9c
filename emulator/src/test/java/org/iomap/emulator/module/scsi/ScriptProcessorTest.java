package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.ABRT;
import static org.iomap.emulator.module.scsi.ScsiBench.BF;
import static org.iomap.emulator.module.scsi.ScsiBench.CHIP;
import static org.iomap.emulator.module.scsi.ScsiBench.DATA;
import static org.iomap.emulator.module.scsi.ScsiBench.DCNTL;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.DMODE;
import static org.iomap.emulator.module.scsi.ScsiBench.IID;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SECOND;
import static org.iomap.emulator.module.scsi.ScsiBench.SSI;

import java.util.List;
import java.util.Random;
import org.iomap.emulator.bus.BusError;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCRIPTS processor")
class ScriptProcessorTest {
    private static final long ELSEWHERE = 0x2000;

    private static final List<Width> WIDTHS = List.of(Width.values());

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

    @Nested
    class Starting {
        @Test
        void waits_for_the_start_bit_in_manual_mode() {
            bench.store(DMODE, 0x01);
            script.interrupt(1);
            bench.run(SCRIPT);
            assertThat(bench.load(ISTAT)).isZero();

            bench.store(DCNTL, 0x04);
            bench.clock.advance(SECOND);
            bench.assertInterrupt(1);
            assertThat(bench.load(DCNTL)).isZero();
        }

        @Test
        void goes_instruction_by_instruction_in_single_step_mode() {
            bench.store(DCNTL, 0x10);
            script.compute(7, 0, SCRATCH, 1).compute(7, 0, SCRATCH, 2).interrupt(1);
            bench.run(SCRIPT);
            bench.assertDma(SSI);
            assertThat(bench.load(SCRATCH)).isEqualTo(1);

            bench.store(DCNTL, 0x14);
            bench.clock.advance(SECOND);
            bench.assertDma(SSI);
            assertThat(bench.load(SCRATCH)).isEqualTo(2);
        }
    }

    @Nested
    class Hostile_scripts {
        @Test
        void without_end_go_on_until_they_are_aborted() {
            script.compute(7, 6, SCRATCH, 1).jump(SCRIPT);
            bench.start(SCRIPT);
            bench.clock.advance(10 * SECOND);
            bench.store(ISTAT, 0x80);

            bench.assertDma(ABRT);
        }

        @Test
        void outside_of_memory_take_a_bus_fault() {
            bench.run(0x0900_0000);

            bench.assertDma(BF);
        }

        @Test
        void moving_data_where_no_memory_is_take_a_bus_fault() {
            script.selectWithAttention(DISK_ID, ELSEWHERE).move(1, Phase.MESSAGE_OUT, 0xF800_0000L);
            bench.run(SCRIPT);

            bench.assertDma(BF);
        }

        @Test
        void at_the_end_of_addresses_do_not_come_around() {
            script.memoryMove(0x100, 0xFFFF_FFFCL, 0x9000);
            bench.run(SCRIPT);

            bench.assertDma(BF);
        }

        @ParameterizedTest
        @CsvSource({"0xA0000000", "0xB8000000", "0x08000000", "0xFF000001"})
        void with_illegal_instructions_stop(long instruction) {
            script.instruction(instruction, 0);
            bench.run(SCRIPT);

            bench.assertDma(IID);
        }

        @Test
        void at_an_odd_address_are_illegal() {
            bench.run(SCRIPT + 2);

            bench.assertDma(IID);
        }

        @Test
        void waiting_for_nothing_cost_nothing_and_can_be_aborted() {
            script.move(1, Phase.DATA_IN, DATA);
            bench.run(SCRIPT);
            assertThat(bench.load(ISTAT)).isZero();
            bench.store(ISTAT, 0x80);

            bench.assertDma(ABRT);
        }

        /** Whatever memory holds, and whatever is stored: nothing but a BusError, and the same result twice. */
        @RepeatedTest(20)
        void made_at_random_do_nothing_else_than_the_chip_can(RepetitionInfo repetition) {
            assertThat(storm(repetition.getCurrentRepetition())).isEqualTo(storm(repetition.getCurrentRepetition()));
        }

        private static int storm(int seed) {
            ScsiBench stormy = new ScsiBench();
            Random random = new Random(seed);
            int result = 0;
            for (int i = 0; i < 0x4000; i += 4) {
                stormy.memory.store(i, Width.WORD, random.nextInt() & 0xDFFF_3FFF);
            }
            for (int i = 0; i < 3000; i++) {
                result = 31 * result + access(stormy, random);
                stormy.clock.advance(random.nextInt(100_000));
            }
            return result;
        }

        private static int access(ScsiBench stormy, Random random) {
            Width width = WIDTHS.get(random.nextInt(WIDTHS.size()));
            long address = CHIP + (random.nextInt(0x48) & -width.bytes());
            try {
                if (random.nextBoolean()) {
                    stormy.io.store(address, width, random.nextLong() & 0x0000_3FFC_0000_3FFFL);
                    return 0;
                }
                return Long.hashCode(stormy.io.load(address, width));
            } catch (BusError e) {
                return 1;
            }
        }
    }
}
