package org.iomap.emulator.module.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.scsi.ScsiBench.COMMAND;
import static org.iomap.emulator.module.scsi.ScsiBench.CON;
import static org.iomap.emulator.module.scsi.ScsiBench.DISK_ID;
import static org.iomap.emulator.module.scsi.ScsiBench.ISTAT;
import static org.iomap.emulator.module.scsi.ScsiBench.MESSAGE_IN;
import static org.iomap.emulator.module.scsi.ScsiBench.MESSAGE_OUT;
import static org.iomap.emulator.module.scsi.ScsiBench.SCRIPT;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCSI messages")
class MessagesTest {
    private static final long ELSEWHERE = 0x2000;

    private final ScsiBench bench = new ScsiBench();
    private final Script script = bench.script();

    @BeforeEach
    void setUp() {
        bench.setUp();
    }

    private static final int SDTR_PERIOD = 25;

    /** As 53c700.scr and its driver: IDENTIFY and SDTR in one, the answer, then the command. */
    @Test
    void agree_upon_synchronous_transfer() {
        bench.put(MESSAGE_OUT, 0xC0, 1, 3, 1, SDTR_PERIOD, 8);
        script.selectWithAttention(DISK_ID, ELSEWHERE).move(6, Phase.MESSAGE_OUT, MESSAGE_OUT);
        script.instruction(0x6000_0008L, 0) // CLEAR ATN
                .move(1, Phase.MESSAGE_IN, MESSAGE_IN)
                .clearAck()
                .move(1, Phase.MESSAGE_IN, MESSAGE_IN + 1)
                .clearAck()
                .move(3, Phase.MESSAGE_IN, MESSAGE_IN + 2)
                .interrupt(0x260);
        long resume = script.here();
        script.clearAck().jumpWhen(Phase.COMMAND, ELSEWHERE);
        new Script(bench.memory, ELSEWHERE).interrupt(7);
        bench.run(SCRIPT);

        bench.assertInterrupt(0x260);
        assertThat(bench.bytes(MESSAGE_IN, 5)).containsExactly(1, 3, 1, SDTR_PERIOD, 8);
        bench.run(resume);
        bench.assertInterrupt(7);
    }

    @ParameterizedTest
    @CsvSource({"12, 255, 25, 15", "50, 0, 50, 0", "100, 4, 100, 4"})
    void the_disk_answers_with_what_both_can_do(int period, int offset, int agreedPeriod, int agreedOffset) {
        bench.put(MESSAGE_OUT, 0xC0, 1, 3, 1, period, offset);
        script.selectWithAttention(DISK_ID, ELSEWHERE)
                .move(6, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .move(5, Phase.MESSAGE_IN, MESSAGE_IN)
                .interrupt(1);
        bench.run(SCRIPT);

        bench.assertInterrupt(1);
        assertThat(bench.bytes(MESSAGE_IN, 5)).containsExactly(1, 3, 1, agreedPeriod, agreedOffset);
    }

    @ParameterizedTest
    @CsvSource({"0x15,1", "0x01020301,4", "0x01030118,4"})
    void what_the_disk_does_not_know_is_rejected(long message, int length) {
        bench.put(MESSAGE_OUT, 0xC0);
        for (int i = 0; i < length; i++) {
            bench.put(MESSAGE_OUT + 1 + i, (int) (message >> (8 * (length - 1 - i)) & 0xFF));
        }
        script.selectWithAttention(DISK_ID, ELSEWHERE)
                .move(1 + length, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .move(1, Phase.MESSAGE_IN, MESSAGE_IN)
                .clearAck()
                .move(6, Phase.COMMAND, COMMAND)
                .interrupt(1);
        bench.run(SCRIPT);

        bench.assertInterrupt(1);
        assertThat(bench.bytes(MESSAGE_IN, 1)).containsExactly(7);
    }

    @Test
    void one_of_the_initiator_comes_in_answer_to_one_of_the_disk() {
        bench.put(MESSAGE_OUT, 0xC0, 1, 3, 1, SDTR_PERIOD, 8);
        bench.put(MESSAGE_OUT + 0x10, 7);
        script.selectWithAttention(DISK_ID, ELSEWHERE)
                .move(6, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .move(5, Phase.MESSAGE_IN, MESSAGE_IN)
                .instruction(0x5800_0008L, 0) // SET ATN
                .clearAck()
                .move(1, Phase.MESSAGE_OUT, MESSAGE_OUT + 0x10)
                .move(6, Phase.COMMAND, COMMAND)
                .interrupt(1);
        bench.run(SCRIPT);

        bench.assertInterrupt(1);
    }

    @ParameterizedTest
    @CsvSource({"0x06", "0x0C"})
    void abort_and_bus_device_reset_free_the_bus(int message) {
        bench.put(MESSAGE_OUT, 0x80, message);
        script.selectWithAttention(DISK_ID, ELSEWHERE)
                .move(2, Phase.MESSAGE_OUT, MESSAGE_OUT)
                .waitDisconnect()
                .interrupt(1);
        bench.run(SCRIPT);

        bench.assertInterrupt(1);
        assertThat(bench.load(ISTAT) & CON).isZero();
        int expected = message == 0x0C ? 0x02 : 0x00;
        assertThat(bench.command(null, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(expected);
    }
}
