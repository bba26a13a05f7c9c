package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.CHIP;
import static org.iomap.emulator.module.scsi.ScsiBench.IID;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;

import org.iomap.protocol.Width;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCRIPTS: memory move")
class MemoryMoveTest {
    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

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
