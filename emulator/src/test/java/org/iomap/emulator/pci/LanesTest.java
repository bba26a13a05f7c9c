package org.iomap.emulator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.register.Access;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lanes of PCI")
class LanesTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void reverse_the_bytes_of_a_little_endian_register() {
        RegisterBank bank = new RegisterBank(WORD, 4);
        Register register = bank.add(0, "REG", Access.RW, 0, 0xFFFF_FFFFL);
        Region seen = new LittleEndian(bank);
        seen.store(0, WORD, 0x1234_5678);

        assertThat(register.value()).isEqualTo(0x7856_3412);
        assertThat(seen.load(0, WORD)).isEqualTo(0x1234_5678);
        assertThat(seen.peek(0, WORD)).isEqualTo(0x1234_5678);
        assertThat(seen.size()).isEqualTo(4);
    }

    @Test
    void make_of_a_wide_access_to_byte_registers_one_of_each_in_order() {
        RegisterBank bank = new RegisterBank(BYTE, 4);
        for (int i = 0; i < 4; i++) {
            String name = "R" + i;
            bank.add(i, name, Access.RW, i, 0xFF).afterLoad(() -> order.add(name));
        }
        Region seen = new ByteWide(bank);
        assertThat(seen.load(0, WORD)).isEqualTo(0x0001_0203);
        assertThat(order).containsExactly("R0", "R1", "R2", "R3");

        seen.store(2, HALFWORD, 0xAABB);
        assertThat(bank.load(2, BYTE)).isEqualTo(0xAA);
        assertThat(seen.peek(2, HALFWORD)).isEqualTo(0xAABB);
    }

    @Test
    void of_interrupts_are_high_while_anybody_holds_them() {
        List<Boolean> levels = new ArrayList<>();
        SharedLine line = new SharedLine(levels::add);
        var one = line.tap();
        var other = line.tap();
        one.set(true);
        one.set(true);
        other.set(true);
        one.set(false);
        other.set(false);

        assertThat(levels).containsExactly(true, true, true, false);
    }
}
