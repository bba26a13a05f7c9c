package org.iomap.emulator.module.dino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Dino")
class DinoTest {
    private static final int IAR0 = 0x04;
    private static final int IRR0 = 0x0C;
    private static final int IAR1 = 0x10;
    private static final int IRR1 = 0x14;
    private static final int IMR = 0x18;
    private static final int IPR = 0x1C;
    private static final int TOC_ADDR = 0x20;
    private static final int ICR = 0x24;
    private static final int ILR = 0x28;

    private final List<String> messages = new ArrayList<>();
    private final Dino chip =
            new Dino((physical, width, value) -> messages.add("%s %x at %x".formatted(width, value, physical)));
    private final Region dino = chip.registers();

    @Test
    void a_rising_line_shows_its_level_and_its_edge() {
        chip.line(10).set(true);

        assertThat(dino.load(ILR, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IPR, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IPR, WORD)).isZero();
        assertThat(messages).isEmpty();
    }

    @Test
    void a_falling_line_leaves_the_edge() {
        chip.line(10).set(true);
        chip.line(10).set(false);

        assertThat(dino.load(ILR, WORD)).isZero();
        assertThat(dino.load(IPR, WORD)).isEqualTo(0x400);
    }

    @Test
    void a_line_that_is_not_masked_sends_the_message_of_its_set() {
        dino.store(IMR, WORD, 0x404);
        dino.store(ICR, WORD, 0x004);
        dino.store(IAR0, WORD, 0xFFFB_0001L);
        dino.store(IAR1, WORD, 0xFFFB_0002L);
        chip.line(10).set(true);
        chip.line(2).set(true);

        assertThat(messages).containsExactly("WORD 1 at fffb0000", "WORD 2 at fffb0000");
        assertThat(dino.load(IRR0, WORD)).isEqualTo(0x400);
        assertThat(dino.load(IRR1, WORD)).isEqualTo(0x004);
    }

    @Test
    void unmasking_a_line_that_is_high_shows_it_and_sends_nothing() {
        chip.line(10).set(true);
        dino.store(IMR, WORD, 0x400);

        assertThat(dino.load(IRR0, WORD)).isEqualTo(0x400);
        assertThat(messages).isEmpty();
    }

    @Test
    void changing_ICR_routes_anew_and_sends_nothing() {
        dino.store(IMR, WORD, 0x400);
        chip.line(10).set(true);
        dino.store(ICR, WORD, 0x400);

        assertThat(dino.load(IRR0, WORD)).isZero();
        assertThat(dino.load(IRR1, WORD)).isEqualTo(0x400);
        assertThat(messages).hasSize(1);
    }

    @Test
    void any_store_clears_the_edges() {
        chip.line(0).set(true);
        dino.store(IPR, WORD, 0);

        assertThat(dino.load(IPR, WORD)).isZero();
    }

    @Test
    void TOC_ADDR_keeps_four_bits_and_reset_restores_all() {
        dino.store(TOC_ADDR, WORD, 0xFFFF_FFFFL);
        assertThat(dino.load(TOC_ADDR, WORD)).isEqualTo(0xFFFB_E030L);
        chip.line(0).set(true);
        chip.reset();

        assertThat(dino.load(TOC_ADDR, WORD)).isEqualTo(0xFFFA_0030L);
        assertThat(dino.load(ILR, WORD)).isZero();
    }
}
