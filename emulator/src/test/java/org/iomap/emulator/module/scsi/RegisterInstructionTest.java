package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SFBR;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCRIPTS: computing")
class RegisterInstructionTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

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
