package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.DIP;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.DSTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.MESSAGE_OUT;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRATCH;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;
import static org.iomap.emulator.module.scsi.ScsiBench.SIP;
import static org.iomap.emulator.module.scsi.ScsiBench.SSTAT0;
import static org.iomap.emulator.module.scsi.ScsiBench.TEMP;
import static org.iomap.emulator.module.scsi.ScsiBench.UDC;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCRIPTS: jump, call, return")
class TransferControlTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

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

    @Test
    void compares_phase_and_data_together() {
        bench.put(MESSAGE_OUT, 0xC0);
        bench.store(SCRATCH, 0x42);
        long command = (long) Phase.COMMAND.lines() << 24;
        script.selectWithAttention(DISK_ID, ELSEWHERE)
                .move(1, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .compute(6, 2, SCRATCH, 0)
                .instruction(0x9800_0000L | command | Script.TRUE | Script.WHEN | Script.IF_PHASE | Script.IF_DATA, 1)
                .instruction(0x9800_0000L | command | Script.IF_PHASE, 2)
                .instruction(0x9800_0000L | Script.IF_DATA | 0x42, 3)
                .instruction(0x9800_0000L | command | Script.TRUE | Script.IF_PHASE | Script.IF_DATA | 0x42, 4);
        bench.run(SCRIPT);

        bench.assertInterrupt(4);
    }

    @Test
    void waits_for_a_phase_that_does_not_come() {
        script.jumpWhen(Phase.STATUS, ELSEWHERE);
        bench.run(SCRIPT);

        assertThat(bench.load(ISTAT)).isZero();
    }

    @Test
    void tells_of_a_target_that_has_left_once() {
        bench.commandScript(null, 0, 0, 0, 0, 0, 0, 0);
        long afterClearAck = SCRIPT + 6 * 8;
        new Script(bench.memory, afterClearAck).interrupt(1).interrupt(2);
        bench.run(SCRIPT);

        assertThat(bench.load(ISTAT)).isEqualTo(SIP | DIP);
        assertThat(bench.load(SSTAT0)).isEqualTo(UDC);
        bench.load(DSTAT);
        bench.run(afterClearAck + 8);
        bench.assertInterrupt(2);
    }
}
