package org.iomap.emulator.module.ps2;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.RegisterBank;

/** The PS/2 ports of LASI with a keyboard and a mouse. Source: hardware reference, section 7. */
public final class Ps2 {
    private static final int KEYBOARD = 0;
    private static final int MOUSE = 1;

    private final Keyboard keyboard = new Keyboard();
    private final Mouse mouse;
    private final Ps2Port keyboardPort;
    private final Ps2Port mousePort;

    /** @param line is high while either port has a byte */
    public Ps2(Clock clock, InterruptLine line) {
        CompositeInterrupt interrupt = new CompositeInterrupt(line);
        mouse = new Mouse(clock, this::mouseSent);
        keyboardPort = new Ps2Port(KEYBOARD, keyboard, interrupt);
        mousePort = new Ps2Port(MOUSE, mouse, interrupt);
    }

    /** At 0x8000 of LASI. */
    public RegisterBank keyboardPort() {
        return keyboardPort.registers();
    }

    /** At 0x8100 of LASI. */
    public RegisterBank mousePort() {
        return mousePort.registers();
    }

    public void reset() {
        keyboardPort.reset();
        mousePort.reset();
    }

    /**
     * Somebody types. A key waits until the program has taken the one before, and while the keyboard is disabled.
     *
     * @param keys what a terminal sends for them, as xterm does; the bytes of one key are not divided
     * @return how many bytes were taken; the others are offered again later
     */
    public int type(ByteBuffer keys) {
        int taken = keyboard.type(keys);
        keyboardPort.updateInterrupt();
        return taken;
    }

    /**
     * A hand moves the mouse.
     *
     * @param buttons that are pressed now: bit 0 left, 1 right, 2 middle, 3 and 4 those at the sides
     * @param x to the right, a quarter of a millimetre each
     * @param y towards the hand, likewise
     * @param z of the wheel, towards the hand
     */
    public void move(int buttons, int x, int y, int z) {
        mouse.reports().move(buttons, x, y, z);
        mousePort.updateInterrupt();
    }

    private void mouseSent() {
        mousePort.updateInterrupt();
    }
}
