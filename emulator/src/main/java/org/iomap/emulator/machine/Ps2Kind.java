package org.iomap.emulator.machine;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.ps2.Ps2;
import org.iomap.emulator.register.RegisterBank;

/** The PS/2 ports of LASI, with a keyboard and a mouse. Source: hardware reference, sections 1.4 and 7. */
final class Ps2Kind implements ModuleKind {
    private static final String NAME = "ps2";
    private static final String KEYBOARD = "keyboard";
    private static final String MOUSE = "mouse";

    private static final long ADDRESS = 0xFFD0_8000L;
    private static final int PORT = 0x100;
    private static final int LASI_LINE = 26;
    private static final Iodc KEYBOARD_IODC = Iodc.of("03 d0 00 8a 00 00 84 00 00 00 00 00 6e 05 00 02");
    private static final Iodc MOUSE_IODC = Iodc.of("03 d0 00 0a 00 00 84 00 00 00 00 00 00 00 00 00");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        Ps2 ps2 = new Ps2(backplane.clock(), backplane.lasi(LASI_LINE));
        addPort(backplane, at, ps2.keyboardPort(), KEYBOARD, KEYBOARD_IODC, "8/16/7");
        addPort(backplane, at + PORT, ps2.mousePort(), MOUSE, MOUSE_IODC, "8/16/8");
        backplane.onReset(ps2::reset);
        backplane.terminal(KEYBOARD, new Typist(ps2));
        backplane.pointer(MOUSE, ps2::move);
    }

    private static void addPort(
            Backplane backplane, long at, RegisterBank registers, String name, Iodc iodc, String path) {
        backplane.add(at, registers, name);
        backplane.describe(new ModuleDescription(name, at, PORT, iodc, NAME, path, NAME, "Built-in Keyboard/Mouse"));
    }

    /** The keyboard as a terminal that shows nothing. */
    private record Typist(Ps2 ps2) implements SerialTerminal {
        @Override
        public int input(ByteBuffer bytes) {
            return ps2.type(bytes);
        }

        @Override
        public Runnable onOutput(IntConsumer listener) {
            return () -> {};
        }
    }
}
