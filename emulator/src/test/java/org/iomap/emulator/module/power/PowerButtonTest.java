package org.iomap.emulator.module.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.Test;

class PowerButtonTest {
    private final List<String> switchedOff = new ArrayList<>();
    private final PowerButton button = new PowerButton(() -> switchedOff.add("off"));
    private final Region register = button.registers();

    @Test
    void shows_in_bit_0_while_it_is_not_pressed() {
        assertThat(register.load(0, WORD)).isEqualTo(1);
        button.press(true);
        assertThat(register.load(0, WORD)).isZero();
        button.press(false);

        assertThat(register.load(0, WORD)).isEqualTo(1);
    }

    @Test
    void switches_the_machine_off_once_each_time_it_is_pressed() {
        button.press(true);
        button.press(true);
        button.press(false);

        assertThat(switchedOff).containsExactly("off");
    }

    @Test
    void does_not_while_software_controls_it() {
        register.store(0, WORD, 0x101);
        button.press(true);

        assertThat(switchedOff).isEmpty();
        assertThat(register.load(0, WORD)).isEqualTo(0x100);
    }

    @Test
    void is_not_pressed_by_a_store() {
        register.store(0, WORD, 0);

        assertThat(button.isPressed()).isFalse();
        assertThat(switchedOff).isEmpty();
    }
}
