package org.iomap.emulator.module.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.junit.jupiter.api.Test;

class CpuTest {
    private final List<Integer> interrupts = new ArrayList<>();
    private final Cpu cpu = new Cpu(interrupts::add);

    @Test
    void a_message_sets_the_bit_that_it_counts_from_the_most_significant() {
        cpu.registers().store(0, WORD, 3);
        cpu.registers().store(0, WORD, 0x20);

        assertThat(cpu.registers().load(0, WORD)).isEqualTo(0x9000_0000L);
        assertThat(cpu.isPending(28)).isTrue();
        assertThat(interrupts).containsExactly(28, 31);
    }

    @Test
    void every_message_counts() {
        cpu.registers().store(0, WORD, 3);
        cpu.registers().store(0, WORD, 3);

        assertThat(interrupts).containsExactly(28, 28);
    }

    @Test
    void a_bit_stays_until_it_is_acknowledged() {
        cpu.request(5);
        cpu.acknowledge(5);

        assertThat(cpu.registers().load(0, WORD)).isZero();
    }

    @Test
    void rule_22_only_words_are_answered() {
        assertThatThrownBy(() -> cpu.registers().store(0, BYTE, 3)).isInstanceOf(BusError.class);
    }
}
