package org.iomap.emulator.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Memory;
import org.iomap.protocol.BusCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RegisterBankTest {
    private final RegisterBank bank = new RegisterBank(WORD, 0x20);

    @Test
    void a_store_changes_the_writable_bits_alone() {
        Register register = bank.add(0x4, "TOC", RW, 0xFFFA_0030L, 0x0001_E000L);
        bank.store(0x4, WORD, 0xFFFF_FFFFL);

        assertThat(bank.load(0x4, WORD)).isEqualTo(0xFFFB_E030L);
        bank.reset();
        assertThat(register.value()).isEqualTo(0xFFFA_0030L);
    }

    @Test
    void a_register_that_is_only_read_ignores_stores_and_one_only_written_loads_0() {
        bank.add(0x0, "VER", R, 5, 0xFF);
        bank.add(0x4, "RESET", W, 7, 0xFF);
        bank.store(0x0, WORD, 1);
        bank.store(0x4, WORD, 1);

        assertThat(bank.load(0x0, WORD)).isEqualTo(5);
        assertThat(bank.load(0x4, WORD)).isZero();
    }

    @Test
    void a_load_takes_the_value_before_its_side_effect_and_a_peek_has_none() {
        Register counter = bank.add(0x0, "COUNTER", R, 0, 0);
        counter.afterLoad(() -> counter.value(counter.value() + 1));

        assertThat(bank.peek(0x0, WORD)).isZero();
        assertThat(bank.load(0x0, WORD)).isZero();
        assertThat(bank.load(0x0, WORD)).isEqualTo(1);
    }

    @Test
    void a_narrow_access_reaches_its_bytes_where_the_registers_have_byte_lanes() {
        Register register = bank.byByteLanes().add(0x4, "SIZE", RW, 0x0500_0400, 0xFFFF_FFFFL);
        bank.store(0x5, BYTE, 0x12);
        bank.store(0x6, HALFWORD, 0x3456);

        assertThat(register.value()).isEqualTo(0x0512_3456);
        assertThat(bank.load(0x4, BYTE)).isEqualTo(0x05);
        assertThat(bank.peek(0x7, BYTE)).isEqualTo(0x56);
        assertThat(bank.load(0x6, HALFWORD)).isEqualTo(0x3456);
        assertThat(bank.find(0x7, BYTE, true)).isSameAs(register);
    }

    @Test
    void a_store_tells_which_bits_changed() {
        List<Long> changes = new ArrayList<>();
        bank.add(0x0, "CONTROL", RW, 0b0011, 0b0111).afterChange(changes::add);
        bank.store(0x0, WORD, 0b1101);

        assertThat(changes).containsExactly(0b0110L);
    }

    @Test
    void rule_22_an_offset_without_a_row_is_a_hole() {
        bank.add(0x0, "VER", R, 5, 0xFF);

        assertThatThrownBy(() -> bank.load(0x4, WORD))
                .isInstanceOfSatisfying(
                        BusError.class, e -> assertThat(e.code()).isEqualTo(BusCode.HOLE));
    }

    @Test
    void rule_22_another_width_is_refused() {
        bank.add(0x0, "VER", R, 5, 0xFF);

        assertThatThrownBy(() -> bank.load(0x2, HALFWORD))
                .isInstanceOfSatisfying(
                        BusError.class, e -> assertThat(e.code()).isEqualTo(BusCode.WIDTH));
    }

    @Test
    void two_registers_at_one_offset_are_a_mistake() {
        bank.add(0x0, "A", RW, 0, 0);

        assertThatThrownBy(() -> bank.add(0x0, "B", R, 0, 0)).hasMessage("B is where A is");
    }

    @Nested
    class Overlay {
        private final Flag on =
                bank.add(0x8, "LCR", RW, 0, 0xFF).bits("-:7 DLAB").flag("DLAB");
        private final Register hidden = bank.add(0x0, "RBR", R, 1, 0);
        private final Register hiding = bank.overlay(on).add(0x0, "DLL", RW, 2, 0xFF);

        @Test
        void hides_the_registers_below_while_its_flag_is_set() {
            assertThat(bank.load(0x0, WORD)).isEqualTo(1);
            bank.store(0x8, WORD, 0x80);

            assertThat(bank.load(0x0, WORD)).isEqualTo(2);
            assertThat(bank.find(0x0, WORD, false)).isSameAs(hiding);
            assertThat(bank.load(0x8, WORD))
                    .as("what it has not is seen through it")
                    .isEqualTo(0x80);
        }

        @Test
        void belongs_to_the_rows() {
            assertThat(bank.rows()).extracting(RegisterAt::register).contains(hidden, hiding);
            assertThat(bank.find(0x0, WORD, false)).isSameAs(hidden);
        }
    }

    @Test
    void narrow_registers_answer_their_width_at_the_same_offsets() {
        bank.add(0x0, "PCR", W, 0, 0xFFFF_FFFFL);
        Register led = bank.narrow(BYTE).add(0x0, "LED", W, 0, 0xFF);
        bank.store(0x0, BYTE, 0xF7);
        bank.store(0x0, WORD, 1);

        assertThat(led.value()).isEqualTo(0xF7);
        assertThatThrownBy(() -> bank.store(0x1, BYTE, 0)).isInstanceOf(BusError.class);
    }

    @Test
    void an_unimplemented_register_keeps_what_is_written_and_says_so() {
        List<String> notes = new ArrayList<>();
        bank.add(0x4, "RAMDAC", RW, 0, 0xFFFF_FFFFL).unimplemented();
        bank.onUnimplemented((register, offset, isFirst) -> notes.add(register.name() + offset + isFirst));
        bank.store(0x4, WORD, 0x1234);

        assertThat(bank.load(0x4, WORD)).isEqualTo(0x1234);
        bank.peek(0x4, WORD);
        bank.reset();
        bank.load(0x4, WORD);
        assertThat(notes).containsExactly("RAMDAC4true", "RAMDAC4false", "RAMDAC4true");
    }

    @Test
    void the_others_are_there_without_being_declared() {
        RegisterBank block = new RegisterBank(WORD, 0x10);
        block.add(0x0, "ID", R, 0x1234, 0);
        block.addOthers(offset -> "REG_" + offset);
        block.store(0x8, WORD, 7);

        assertThat(block.load(0x0, WORD)).isEqualTo(0x1234);
        assertThat(block.load(0x8, WORD)).isEqualTo(7);
        assertThat(block.peek(0xC, WORD)).isZero();
        assertThat(block.find(0x4, WORD, true).isUnimplemented()).isTrue();
        assertThat(block.rows())
                .extracting(row -> row.register().name())
                .containsExactly("ID", "REG_4", "REG_8", "REG_12");
    }

    @Test
    void fields_have_names_and_values() {
        Register lcr = bank.add(0x0, "LCR", RW, 0b1000_0010, 0xFF).bits("WLS:2 -:5 DLAB");

        assertThat(lcr.field("WLS").value()).isEqualTo(2);
        assertThat(lcr.flag("DLAB").isSet()).isTrue();
        assertThat(lcr.fields()).extracting(NamedBits::name).containsExactly("WLS", "DLAB");
        assertThat(lcr.fields()).extracting(NamedBits::lowestBit).containsExactly(0, 7);
        assertThatThrownBy(() -> lcr.flag("PEN")).hasMessage("LCR has no bits named PEN");
    }

    @Nested
    class A_port {
        private final Memory behind = new Memory(4);
        private final RegisterBank bank = new RegisterBank(WORD, 8);
        private final Register door = bank.add(0x4, "DATA", RW, 0, 0).port(behind);

        @Test
        void passes_every_width_on_at_its_byte() {
            bank.store(0x4, WORD, 0x1122_3344);
            bank.store(0x6, HALFWORD, 0x5566);
            bank.store(0x5, BYTE, 0x77);

            assertThat(behind.load(0, WORD)).isEqualTo(0x1177_5566);
            assertThat(bank.load(0x4, HALFWORD)).isEqualTo(0x1177);
            assertThat(bank.peek(0x7, BYTE)).isEqualTo(0x66);
            assertThat(bank.find(0x7, BYTE, true)).isSameAs(door);
        }

        @Test
        void has_no_value_of_its_own() {
            bank.store(0x4, WORD, 0x1122_3344);

            assertThat(door.peek()).isZero();
        }
    }

    @Nested
    class By_byte_lanes_with_narrow_registers {
        private final RegisterBank bytes = bank.narrow(BYTE);
        private final List<String> loaded = new ArrayList<>();

        By_byte_lanes_with_narrow_registers() {
            bank.byByteLanes();
            bank.add(0x0, "COUNT", RW, 0x1122_3344L, 0xFFFF_FF00L);
            for (int i = 4; i < 8; i++) {
                String name = "B" + i;
                bytes.add(i, name, RW, i, 0xFF).afterLoad(() -> loaded.add(name));
            }
            bank.add(0x8, "SUM", R, 0x55, 0);
        }

        @Test
        void a_narrow_access_reaches_a_part_of_a_wide_register() {
            bank.store(0x1, BYTE, 0xAA);
            bank.store(0x2, HALFWORD, 0xBBCC);

            assertThat(bank.load(0x0, WORD)).isEqualTo(0x11AA_BB44L);
            assertThat(bank.load(0x0, HALFWORD)).isEqualTo(0x11AA);
            assertThat(bank.peek(0x2, BYTE)).isEqualTo(0xBB);
        }

        @Test
        void a_wide_access_reaches_every_narrow_register_and_the_highest_lane_first() {
            bank.store(0x4, WORD, 0x0102_0304);

            assertThat(bank.load(0x4, WORD)).isEqualTo(0x0102_0304);
            assertThat(loaded).containsExactly("B4", "B5", "B6", "B7");
            assertThat(bank.peek(0x6, HALFWORD)).isEqualTo(0x0304);
        }

        @Test
        void a_byte_of_a_register_that_is_only_read_ignores_stores() {
            bank.store(0xB, BYTE, 1);

            assertThat(bank.load(0xB, BYTE)).isEqualTo(0x55);
            assertThat(bank.find(0xB, BYTE, false).name()).isEqualTo("SUM");
        }

        @Test
        void where_no_register_is_there_is_a_hole() {
            assertThatThrownBy(() -> bank.load(0xC, WORD)).isInstanceOf(BusError.class);
            assertThatThrownBy(() -> bank.store(0xC, HALFWORD, 0)).isInstanceOf(BusError.class);
            assertThatThrownBy(() -> bank.peek(0xC, BYTE)).isInstanceOf(BusError.class);
        }
    }
}
