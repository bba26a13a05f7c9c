package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.CHIP;
import static org.iomap.emulator.module.scsi.ScsiBench.IID;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SFBR;
import static org.iomap.emulator.module.scsi.ScsiBench.TEMP;

import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCRIPTS: computing, jumping, copying")
class InstructionsTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

    @Nested
    class Computation {
        @ParameterizedTest
        @CsvSource({
            "0,0x0F,0x33,0x33", "1,0x81,0,0x02", "2,0x0F,0x30,0x3F", "3,0x0F,0x05,0x0A",
            "4,0x3C,0x0F,0x0C", "5,0x81,0,0x40", "6,0xF0,0x20,0x10", "7,0x01,0x02,0x03"
        })
        void changes_a_register(int operator, int before, int operand, int after) {
            bench.store(SCRATCH, before);
            script.compute(7, operator, SCRATCH, operand).interrupt(1);
            bench.run(SCRIPT);

            assertThat(bench.load(SCRATCH)).isEqualTo(after);
        }

        @Test
        void carries() {
            bench.storeWord(SCRATCH, 0x00FF);
            script.compute(7, 6, SCRATCH, 1)
                    .compute(7, 7, SCRATCH + 1, 0)
                    .instruction(0x8020_0000L | Script.TRUE, ELSEWHERE)
                    .instruction(0x5800_0400L, 0) // SET CARRY
                    .compute(7, 1, SCRATCH + 2, 0)
                    .interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.loadWord(SCRATCH)).isEqualTo(0x0001_0100);
        }

        @Test
        void goes_through_SFBR() {
            bench.store(SCRATCH, 0x5A);
            script.compute(6, 3, SCRATCH, 0xFF)
                    .compute(5, 2, SCRATCH + 3, 0x10)
                    .jumpIf(0xA5, 0, ELSEWHERE)
                    .interrupt(1);
            new Script(bench.memory, ELSEWHERE).interrupt(2);
            bench.run(SCRIPT);

            bench.assertInterrupt(2);
            assertThat(bench.load(SCRATCH + 3)).isEqualTo(0xB5);
            assertThat(bench.load(SFBR)).isEqualTo(0xA5);
        }
    }

    @Nested
    class Transfer_of_control {
        @Test
        void calls_and_returns_relative_to_the_next_instruction() {
            script.instruction(0x8888_0000L, 0x08) // CALL REL, over the interrupt
                    .interrupt(1)
                    .instruction(0x8088_0000L, 0x08)
                    .interrupt(2)
                    .returns();
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.loadWord(TEMP)).isEqualTo(SCRIPT + 8);
            assertThat(bench.loadWord(0x3C)).isEqualTo(SCRIPT + 32);
        }

        @Test
        void without_a_condition_false_is_never() {
            script.instruction(0x8000_0000L, ELSEWHERE).interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
        }
    }

    @Nested
    class Memory_move {
        @Test
        void copies_any_number_of_bytes() {
            bench.memory.store(0x9001, Width.BYTE, 0xAB);
            bench.memory.store(0x9001 + 9999, Width.BYTE, 0xCD);
            script.memoryMove(10_000, 0x9001, 0x2_0005).interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.bytes(0x2_0005, 1)).containsExactly(0xAB);
            assertThat(bench.bytes(0x2_0005 + 9999, 2)).containsExactly(0xCD, 0);
        }

        @ParameterizedTest
        @CsvSource({"0xC0000004,0x9000,0x9101", "0xC0000000,0x9000,0x9100", "0xE0000004,0x9000,0x9100"})
        void of_no_bytes_or_with_different_lanes_is_illegal(long instruction, long source, long destination) {
            script.instruction(instruction, source).word(destination);
            bench.run(SCRIPT);

            bench.assertDma(IID);
        }

        @Test
        void reaches_registers_even_the_own_ones() {
            script.memoryMove(4, SCRIPT, CHIP + SCRATCH).interrupt(1);
            bench.run(SCRIPT);

            bench.assertInterrupt(1);
            assertThat(bench.loadWord(SCRATCH)).isEqualTo(0xC000_0004L);
        }
    }
}
