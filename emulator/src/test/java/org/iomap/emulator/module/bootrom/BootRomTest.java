package org.iomap.emulator.module.bootrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Boot ROM")
class BootRomTest {
    private static final long SIZE = 0x7F_FFF0;

    private final Region rom = new BootRom(0, SIZE);

    @Test
    void says_that_it_is_not_code() {
        ByteBuffer text = ByteBuffer.allocate(512);
        rom.loadBlock(0, BYTE, text);

        assertThat(new String(text.array(), StandardCharsets.US_ASCII))
                .startsWith("iomap boot ROM\n")
                .contains("not code");
    }

    @Test
    void answers_every_width_big_endian() {
        assertThat(rom.load(0, BYTE)).isEqualTo('i');
        assertThat(rom.load(0, HALFWORD)).isEqualTo(0x696f);
        assertThat(rom.load(0, WORD)).isEqualTo(0x696f_6d61);
        assertThat(rom.load(0, DOUBLEWORD)).isEqualTo(0x696f_6d61_7020_626fL);
        assertThat(rom.load(SIZE - 8, DOUBLEWORD)).isZero();
    }

    @Test
    void is_not_changed_by_stores() {
        rom.store(0, WORD, 0xDEAD_BEEFL);

        assertThat(rom.load(0, WORD)).isEqualTo(0x696f_6d61);
    }

    @Test
    void is_made_in_parts() {
        assertThat(new BootRom(1, 15).load(0, BYTE)).isEqualTo('o');
    }

    @Test
    void ends() {
        assertThatThrownBy(() -> rom.load(SIZE, BYTE)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> rom.load(SIZE - 4, DOUBLEWORD)).isInstanceOf(BusError.class);
    }
}
