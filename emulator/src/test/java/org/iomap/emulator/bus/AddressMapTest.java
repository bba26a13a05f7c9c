package org.iomap.emulator.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.WORD;

import org.junit.jupiter.api.Test;

class AddressMapTest {
    private final AddressMap map = new AddressMap(0x100);

    @Test
    void sends_an_access_to_the_region_that_covers_it() {
        map.add(0x20, new Memory(0x10));
        map.add(0x10, new Memory(0x10));
        map.store(0x1C, WORD, 1);
        map.store(0x20, WORD, 2);

        assertThat(map.load(0x1C, WORD)).isEqualTo(1);
        assertThat(map.peek(0x20, WORD)).isEqualTo(2);
    }

    @Test
    void nests() {
        AddressMap inner = new AddressMap(0x40);
        inner.add(0x20, new Memory(0x20));
        map.add(0x80, inner);
        map.store(0xA0, WORD, 7);

        assertThat(inner.load(0x20, WORD)).isEqualTo(7);
    }

    @Test
    void refuses_overlaps_and_what_is_beyond_its_end() {
        map.add(0x20, new Memory(0x10));

        assertThatThrownBy(() -> map.add(0x28, new Memory(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.add(0x18, new Memory(0x10))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.add(0xF8, new Memory(0x10))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rule_22_has_holes() {
        map.add(0x20, new Memory(0x10));

        assertThatThrownBy(() -> map.load(0x1C, WORD)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> map.store(0x30, WORD, 0)).isInstanceOf(BusError.class);
    }
}
