package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.protocol.Width;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looking never changes anything: goes through the register map of every module, in several busy states.
 *
 * <p>Two machines are brought into the same state. One is peeked at everywhere, then both are loaded everywhere: they
 * must answer alike, and what was peeked must be what the other loads first.
 */
class PeekTest {
    private static final long UART0 = 0xFFD0_5800L;
    private static final long UART1 = 0xFFF8_3800L;
    private static final long LASI = 0xFFD0_0000L;
    private static final long DINO = 0xFFF8_0000L;

    private record State(String name, Consumer<Machine> prepare) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<State> states() {
        return Stream.of(
                new State("fresh", machine -> {}),
                new State("a byte in RBR and an overrun", machine -> {
                    loopback(machine, 0x00);
                    storeByte(machine, UART0, 'a');
                    storeByte(machine, UART0, 'b');
                }),
                new State("a full FIFO and every interrupt enabled", machine -> {
                    loopback(machine, 0xC1);
                    for (int value = 0; value < 17; value++) {
                        storeByte(machine, UART0, value);
                        storeByte(machine, UART1, value);
                    }
                }),
                new State("THR empty pending", machine -> {
                    storeByte(machine, UART0 + 1, 0x02);
                    storeByte(machine, UART1 + 1, 0x02);
                }),
                new State("the divisor latch open", machine -> {
                    loopback(machine, 0x01);
                    storeByte(machine, UART0, 'a');
                    storeByte(machine, UART0 + 3, 0x83);
                }),
                new State("a character timeout", machine -> {
                    loopback(machine, 0xC1);
                    storeByte(machine, UART0, 'a');
                    storeByte(machine, UART1, 'a');
                    machine.clock().advance(1_000_000_000);
                }),
                new State("typed bytes waiting", machine -> {
                    storeByte(machine, UART0 + 1, 0x01);
                    machine.terminal("uart0").input(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                }),
                new State("lines pending, masked and not", machine -> {
                    machine.ioSpace().store(LASI + 4, WORD, 0x2020);
                    machine.ioSpace().store(DINO + 0x18, WORD, 0x404);
                    for (String line : List.of("lasi.5", "lasi.7", "lasi.13", "dino.0", "dino.2", "dino.10")) {
                        machine.line(line).drive(true);
                    }
                }),
                new State(
                        "every register written",
                        machine -> everywhere(machine, (ioSpace, at) -> {
                            if (!at.register().name().equals("PCR")) {
                                ioSpace.store(at.address(), at.register().width(), 0x5A5A_5A5AL);
                            }
                            return 0;
                        })));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_peek_has_no_side_effect_on_any_register_of_any_module(State state) {
        Machine peeked = inState(state);
        Machine untouched = inState(state);
        long sequence = peeked.ioSpace().sequence();
        long lines = peeked.trace().end();

        List<Long> peeks = everywhere(peeked, (ioSpace, at) -> ioSpace.peek(at.address(), width(at)));
        everywhere(peeked, (ioSpace, at) -> at.register().peek());
        List<Long> again = everywhere(peeked, (ioSpace, at) -> ioSpace.peek(at.address(), width(at)));

        assertThat(again).isEqualTo(peeks);
        assertThat(peeked.ioSpace().sequence()).isEqualTo(sequence);
        assertThat(peeked.trace().end()).isEqualTo(lines);
        for (int round = 0; round < 3; round++) {
            assertThat(loads(peeked)).isEqualTo(loads(untouched));
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_peek_says_what_the_next_load_returns(State state) {
        for (RegisterAt at : registers(inState(state))) {
            Machine machine = inState(state);
            long peeked = orError(() -> machine.ioSpace().peek(at.address(), width(at)));

            assertThat(orError(() -> machine.ioSpace().load(at.address(), width(at))))
                    .as(at.register().name())
                    .isEqualTo(peeked);
        }
    }

    private static List<Long> loads(Machine machine) {
        return everywhere(machine, (ioSpace, at) -> ioSpace.load(at.address(), width(at)));
    }

    private static Machine inState(State state) {
        Machine machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
        state.prepare.accept(machine);
        return machine;
    }

    private static void loopback(Machine machine, int fcr) {
        for (long uart : List.of(UART0, UART1)) {
            storeByte(machine, uart + 2, fcr);
            storeByte(machine, uart + 1, 0x0F);
            storeByte(machine, uart + 4, 0x10);
        }
    }

    private static void storeByte(Machine machine, long address, int value) {
        machine.ioSpace().store(address, BYTE, value);
    }

    private static List<RegisterAt> registers(Machine machine) {
        return machine.modules().stream()
                .filter(module -> !module.name().equals("videolive"))
                .flatMap(module -> module.registers().stream())
                .toList();
    }

    private static Width width(RegisterAt at) {
        return at.register().width();
    }

    private interface Look {
        long at(IoSpace ioSpace, RegisterAt at);
    }

    private static List<Long> everywhere(Machine machine, Look look) {
        List<Long> seen = new ArrayList<>();
        machine.modules().stream()
                .flatMap(module -> module.registers().stream())
                .forEach(at -> seen.add(orError(() -> look.at(machine.ioSpace(), at))));
        return seen;
    }

    private static long orError(LongSupplier access) {
        try {
            return access.getAsLong();
        } catch (BusError e) {
            return -e.code().number();
        }
    }
}
