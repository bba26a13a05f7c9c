package org.iomap.emulator.module.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Processor")
class CpuTest {
    private final List<Integer> interrupts = new ArrayList<>();
    private final Cpu cpu = new Cpu(interrupts::add);

    @Nested
    class Where_the_oracle_has_it {
        private final Region oracle = cpu.oracle();

        @Test
        void a_message_sets_the_bit_that_it_counts_from_the_most_significant() {
            oracle.store(0, WORD, 3);
            oracle.store(0, WORD, 0x20);

            assertThat(oracle.load(0, WORD)).isEqualTo(0x9000_0000L);
            assertThat(cpu.isPending(28)).isTrue();
            assertThat(interrupts).containsExactly(28, 31);
        }

        @Test
        void every_message_counts() {
            oracle.store(0, WORD, 3);
            oracle.store(0, WORD, 3);

            assertThat(interrupts).containsExactly(28, 28);
        }

        @Test
        void a_bit_stays_until_it_is_acknowledged() {
            cpu.request(5);
            cpu.acknowledge(5);

            assertThat(oracle.load(0, WORD)).isZero();
        }

        @Test
        void rule_22_only_words_are_answered() {
            assertThatThrownBy(() -> oracle.store(0, BYTE, 3)).isInstanceOf(BusError.class);
        }
    }

    @Nested
    class Where_the_hardware_has_it {
        private final Region hpa = cpu.hpa();

        @Test
        void a_message_sets_a_bit_that_does_not_show() {
            hpa.store(0, WORD, 3);

            assertThat(interrupts).containsExactly(28);
            assertThat(cpu.isPending(28)).isTrue();
            assertThat(hpa.load(0, WORD)).isZero();
        }

        @Test
        void command_5_resets_it() {
            hpa.store(0, WORD, 3);
            hpa.store(0x30, WORD, 5);

            assertThat(cpu.isPending(28)).isFalse();
        }

        @Test
        void keeps_the_address_where_nobody_answered_a_process() {
            cpu.noAnswer(0xF100_0000L);

            assertThat(hpa.load(0x40, WORD)).isEqualTo(0xF100_0000L);
        }
    }
}
