package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The teaching card in the built-in machine, whose firmware has given it its address. */
class TeachingCardKindTest {
    private static final long CARD = 0xF200_0000L;
    private static final long BIG_ENDIAN = CARD + 0x1000;
    private static final long PCI_CONFIG_ADDR = 0xFFF8_0064L;
    private static final long PCI_CONFIG_DATA = 0xFFF8_0068L;
    private static final long EIRR = 0xFFFB_0000L;
    private static final long SLOT = 1 << 11;
    private static final long MESSAGES = 0x40;
    private static final long MILLISECOND = 1_000_000;

    private final B160l machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
    private final IoSpace ioSpace = machine.ioSpace();

    @Test
    void shows_its_registers_in_both_byte_orders() {
        assertThat(ioSpace.load(CARD, WORD)).isEqualTo(0x314D4F49);
        assertThat(ioSpace.load(BIG_ENDIAN, WORD)).isEqualTo(0x494F4D31);
        ioSpace.store(CARD + 0x04, WORD, 0x11223344);
        assertThat(ioSpace.load(BIG_ENDIAN + 0x04, WORD)).isEqualTo(0x44332211);
    }

    @Test
    void restricts_widths_in_both_byte_orders() {
        ioSpace.store(CARD + 0x60, BYTE, 0x5A);
        ioSpace.store(CARD + 0x64, HALFWORD, 0x1234);

        assertThat(ioSpace.load(BIG_ENDIAN + 0x60, BYTE)).isEqualTo(0x5A);
        assertThat(ioSpace.load(BIG_ENDIAN + 0x64, HALFWORD)).isEqualTo(0x3412);
        assertThatThrownBy(() -> ioSpace.load(CARD + 0x60, WORD)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> ioSpace.load(CARD + 0x64, WORD)).isInstanceOf(BusError.class);
    }

    @Test
    void is_where_it_was_after_a_power_cycle() {
        ioSpace.store(CARD + 0x04, WORD, 1);
        machine.reset();

        assertThat(ioSpace.load(CARD + 0x04, WORD)).isZero();
        assertThat(ioSpace.load(BIG_ENDIAN, WORD)).isEqualTo(0x494F4D31);
    }

    @Test
    void is_known_by_name() {
        machine.trace().watch();
        ioSpace.load(BIG_ENDIAN + 0x3C, WORD);

        assertThat(lines()).last().extracting(Entry::place).isEqualTo("teaching.SEMAPHORE");
        assertThat(machine.modules())
                .filteredOn(module -> module.name().equals("teaching"))
                .singleElement()
                .satisfies(module -> assertThat(module.address()).isEqualTo(CARD));
    }

    @Test
    void has_the_same_names_in_both_byte_orders() {
        machine.trace().watch();
        ioSpace.store(CARD + 0x1C, WORD, 0x02000000);

        assertThat(lines()).last().satisfies(line -> {
            assertThat(line.place()).isEqualTo("teaching.RAISE");
            assertThat(line.text()).isEqualTo("DMA_DONE");
        });
        assertThat(machine.modules().stream()
                        .filter(module -> module.name().equals("teaching"))
                        .flatMap(module -> module.registers().stream())
                        .map(RegisterAt::address))
                .allMatch(address -> address >= BIG_ENDIAN);
    }

    @Nested
    class Its_dma {
        @Test
        void fails_while_it_is_not_the_bus_s_master() {
            copyToHost();

            assertThat(ioSpace.load(BIG_ENDIAN + 0x10, WORD)).isEqualTo(0x04);
        }

        @Test
        void reaches_host_memory_and_shows_in_the_trace_as_the_card_s() {
            configure(0x04, WORD.bytes(), 0x07);
            copyToHost();

            assertThat(ioSpace.load(0x4000, WORD)).isEqualTo(0xCAFE0001L);
            assertThat(ioSpace.load(BIG_ENDIAN + 0x10, WORD)).isEqualTo(0x02);
            assertThat(lines())
                    .filteredOn(line -> line.master().equals("teaching"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.physical()).isEqualTo(0x4000));
        }

        private void copyToHost() {
            ioSpace.store(CARD + 0x2000, WORD, 0xCAFE0001L);
            ioSpace.store(BIG_ENDIAN + 0x50, WORD, 0x4000);
            ioSpace.store(BIG_ENDIAN + 0x58, WORD, 4);
            ioSpace.store(BIG_ENDIAN + 0x5C, WORD, 3);
            machine.clock().advance(MILLISECOND);
        }
    }

    @Nested
    class Its_interrupt {
        @Test
        void is_a_line_of_dino() {
            raise();

            assertThat(machine.line("dino.1").level()).isTrue();
            ioSpace.store(BIG_ENDIAN + 0x10, WORD, 0x80);
            assertThat(machine.line("dino.1").level()).isFalse();
        }

        @Test
        void is_a_message_to_the_processor_when_a_driver_says_so() {
            configure(MESSAGES + 4, 4, EIRR);
            configure(MESSAGES + 8, 2, 7);
            configure(0x04, 2, 0x07);
            configure(MESSAGES + 2, 2, 1);
            raise();

            assertThat(machine.line("dino.1").level()).isFalse();
            assertThat(ioSpace.load(EIRR, WORD)).isEqualTo(0x8000_0000L >>> 7);
            assertThat(lines()).anySatisfy(line -> {
                assertThat(line.kind()).isEqualTo(TraceKind.STORE);
                assertThat(line.master()).isEqualTo("teaching");
            });
        }

        private void raise() {
            ioSpace.store(BIG_ENDIAN + 0x18, WORD, 0x80);
            ioSpace.store(BIG_ENDIAN + 0x1C, WORD, 0x80);
        }
    }

    /** Stores a number of PCI, little-endian, in the card's configuration space. */
    private void configure(long register, int bytes, long value) {
        ioSpace.store(PCI_CONFIG_ADDR, WORD, SLOT | register);
        long data = PCI_CONFIG_DATA + (register & 3);
        if (bytes == 4) {
            ioSpace.store(data, WORD, Integer.toUnsignedLong(Integer.reverseBytes((int) value)));
        } else {
            ioSpace.store(data, HALFWORD, Short.toUnsignedLong(Short.reverseBytes((short) value)));
        }
    }

    private List<Entry> lines() {
        Trace trace = machine.trace();
        List<Entry> lines = new ArrayList<>();
        for (long index = 0; index < trace.end(); index++) {
            lines.add(trace.read(index));
        }
        return lines;
    }
}
