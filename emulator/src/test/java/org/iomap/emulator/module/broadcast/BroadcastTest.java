package org.iomap.emulator.module.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastTest {
    private static final int IO_EIR = 0x00;
    private static final int IO_FLEX = 0x20;
    private static final int IO_COMMAND = 0x30;

    private final RegisterBank processor = new RegisterBank(Width.WORD, 0x40);
    private final Register eir = processor.add(IO_EIR, "IO_EIR", RW, 0, 0x1F);
    private final Register flexOfProcessor = processor.add(IO_FLEX, "IO_FLEX", RW, 0, 0xFFFF_FFFFL);
    private final RegisterBank converter = new RegisterBank(Width.WORD, 0x40);
    private final Register flexOfConverter = converter.add(IO_FLEX, "IO_FLEX", RW, 0, 0xFFFF_FFFFL);
    private final Register command = converter.add(IO_COMMAND, "IO_COMMAND", RW, 0, 0xFFFF_FFFFL);
    private final RegisterBank bridge = new RegisterBank(Width.WORD, 0x24);
    private final Register another = bridge.add(IO_FLEX, "TOC_ADDR", RW, 0, 0xFFFF_FFFFL);
    private final List<String> resets = new ArrayList<>();
    private final Region broadcast =
            new Broadcast(List.of(processor, converter, bridge), () -> resets.add("all")).registers();

    @Test
    void an_interrupt_message_reaches_the_processors() {
        broadcast.store(IO_EIR, WORD, 3);

        assertThat(eir.value()).isEqualTo(3);
    }

    @Test
    void a_flex_address_reaches_every_module_that_has_the_register() {
        broadcast.store(IO_FLEX, WORD, 0xFFF8_0001L);

        assertThat(flexOfProcessor.value()).isEqualTo(0xFFF8_0001L);
        assertThat(flexOfConverter.value()).isEqualTo(0xFFF8_0001L);
        assertThat(another.value()).isZero();
    }

    @Test
    void command_5_resets_every_module() {
        broadcast.store(IO_COMMAND, WORD, 5);

        assertThat(resets).containsExactly("all");
        assertThat(command.value()).isZero();
    }

    @Test
    void other_commands_reach_the_modules() {
        broadcast.store(IO_COMMAND, WORD, 3);

        assertThat(resets).isEmpty();
        assertThat(command.value()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {IO_EIR, 0x04, IO_FLEX, IO_COMMAND})
    void loads_are_not_allowed(int offset) {
        assertThatThrownBy(() -> broadcast.load(offset, WORD)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> broadcast.peek(offset, WORD)).isInstanceOf(BusError.class);
    }

    @Test
    void rule_22_only_words_are_answered() {
        assertThatThrownBy(() -> broadcast.store(IO_COMMAND, BYTE, 5)).isInstanceOf(BusError.class);
    }
}
