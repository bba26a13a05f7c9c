package org.iomap.emulator.module.uart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaudRateTest {
    @Test
    void is_the_crystal_divided() {
        assertThat(BaudRate.OF_A_CARD.nanosPerBit(12)).isEqualTo(1_000_000_000 / 9_600);
        assertThat(BaudRate.OF_THE_BOARD.nanosPerBit(12)).isEqualTo(12_000_000_000L / 454_545);
    }

    @Test
    void divides_by_65536_where_the_divisor_is_0() {
        assertThat(BaudRate.OF_A_CARD.nanosPerBit(0)).isEqualTo(65_536_000_000_000L / 115_200);
    }
}
