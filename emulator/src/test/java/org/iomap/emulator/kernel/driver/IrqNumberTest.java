package org.iomap.emulator.kernel.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The number of an interrupt line")
class IrqNumberTest {
    @Test
    void is_another_for_each_line_and_never_0() {
        assertThat(IrqNumber.of("dino.0")).isEqualTo(16);
        assertThat(IrqNumber.of("dino.10")).isEqualTo(26);
        assertThat(IrqNumber.of("lasi.0")).isEqualTo(32);
        assertThat(IrqNumber.of("lasi.31")).isEqualTo(63);
    }

    @Test
    void is_of_a_controller_and_its_input() {
        assertThat(IrqNumber.controller("dino.10")).isEqualTo("dino");
        assertThat(IrqNumber.input("dino.10")).isEqualTo("10");
    }
}
