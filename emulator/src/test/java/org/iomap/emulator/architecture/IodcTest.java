package org.iomap.emulator.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.WORD;

import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("IODC")
class IodcTest {
    private static final Iodc SERIAL = Iodc.of("03 d0 00 8a 00 00 8c 00 01 00 00 00 63 09 00 02");
    private static final Iodc LASI = Iodc.of("03 d0 80 4b 00 00 81 00 00 00 00 00 00 00 00 00");
    private static final int DC = 8;

    private static long read(Iodc iodc, long address) {
        RegisterBank registers = new RegisterBank(Width.WORD, 12);
        iodc.addTo(registers, DC);
        registers.store(DC, WORD, address);
        return registers.load(DC, WORD);
    }

    @Test
    void names_the_module() {
        assertThat(SERIAL.type()).isEqualTo(10);
        assertThat(SERIAL.hversion()).isEqualTo(0x03d);
        assertThat(SERIAL.sversion()).isEqualTo(0x0008c);
        assertThat(SERIAL).hasToString("03 d0 00 8a 00 00 8c 00 01 00 00 00 63 09 00 02");
    }

    @Test
    void shows_a_byte_at_a_time_where_its_ROM_is_byte_wide() {
        assertThat(read(SERIAL, 0)).isEqualTo(0x03);
        assertThat(read(SERIAL, 6)).isEqualTo(0x8c);
        assertThat(read(SERIAL, 15)).isEqualTo(0x02);
    }

    @Test
    void shows_the_word_around_the_byte_where_its_ROM_is_word_wide() {
        assertThat(read(LASI, 0)).isEqualTo(0x03d0_804bL);
        assertThat(read(LASI, 6)).isEqualTo(0x0000_8100L);
        assertThat(read(LASI, 16)).isZero();
    }

    @Test
    void says_that_its_entry_points_are_not_code() {
        StringBuilder text = new StringBuilder();
        for (long address = 16; read(SERIAL, address) != 0; address++) {
            text.append((char) read(SERIAL, address));
        }

        assertThat(text.toString()).contains("entry points").contains("not code");
        assertThat(read(SERIAL, 0xFFFF_FFFFL)).isZero();
    }

    @Test
    void has_sixteen_bytes() {
        assertThatThrownBy(() -> Iodc.of("50 20")).isInstanceOf(IllegalArgumentException.class);
    }
}
