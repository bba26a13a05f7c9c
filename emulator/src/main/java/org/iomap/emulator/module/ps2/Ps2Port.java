package org.iomap.emulator.module.ps2;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * One of LASI's two PS/2 ports.
 *
 * <p>Source: hardware reference, section 7, and OpenBSD's gsckbc: a port that is not enabled takes nothing from its
 * device, and keeps a byte for it until it is. A byte takes no time and is never damaged. RESET empties the buffers;
 * what it does to CONTROL is not known, and here it does nothing.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
final class Ps2Port {
    private static final int SIZE = 0x100;
    private static final int DECODED = 0x0C;

    private static final int RECEIVED = 0x01;
    private static final int TO_TRANSMIT = 0x02;
    private static final int COMPOSITE_INTERRUPT = 0x10;
    private static final int LINES = 0xC0;

    private final RegisterBank registers = RegisterBank.repeating(Width.BYTE, SIZE, DECODED);

    // spotless:off
    //                                           offset name       access reset writable
    private final Register id         = registers.add(0x0, "ID",      R,  0x00, 0x00).live(this::id);
    private final Register reset      = registers.add(0x0, "RESET",   W,  0x00, 0xFF).afterStore(this::emptyBuffers);
    private final Register rcvdata    = registers.add(0x4, "RCVDATA", R,  0x00, 0x00).live(this::received).afterLoad(this::take);
    private final Register xmtdata    = registers.add(0x4, "XMTDATA", W,  0x00, 0xFF).afterStore(this::transmit);
    private final Register control    = registers.add(0x8, "CONTROL", RW, 0x00, 0xFF).bits("ENBL LPBXR -:3 DIAG DATDIR CLKDIR").afterStore(this::operate);
    private final Register status     = registers.add(0xC, "STATUS",  R,  0xC0, 0x00).bits("RBNE TBNE TERR PERR CMPINTR - DATSHD CLKSHD").live(this::status);

    private final Flag enabled    = control.flag("ENBL");
    private final Flag loopback   = control.flag("LPBXR");
    private final Flag diagnostic = control.flag("DIAG");
    // spotless:on

    private final int number;
    private final Ps2Device device;
    private final CompositeInterrupt interrupt;
    private boolean hasToTransmit;
    private boolean hasLoopedBack;
    private int loopedBack;

    /** @param number 0 is for the keyboard, 1 for the mouse */
    Ps2Port(int number, Ps2Device device, CompositeInterrupt interrupt) {
        this.number = number;
        this.device = device;
        this.interrupt = interrupt;
    }

    RegisterBank registers() {
        return registers;
    }

    void reset() {
        registers.reset();
        device.reset();
        hasToTransmit = false;
        hasLoopedBack = false;
        loopedBack = 0;
        updateInterrupt();
    }

    /** The device may have sent a byte. */
    void updateInterrupt() {
        interrupt.set(number, hasReceived());
    }

    private long id() {
        return number;
    }

    private void emptyBuffers() {
        hasToTransmit = false;
        hasLoopedBack = false;
        device.flush();
        updateInterrupt();
    }

    private boolean hasReceived() {
        return loopback.isSet() ? hasLoopedBack : enabled.isSet() && device.hasByte();
    }

    /** With nothing received, the last byte again. */
    private long received() {
        if (loopback.isSet()) {
            return loopedBack;
        }
        return hasReceived() ? device.peek() : rcvdata.value();
    }

    /** The interrupt falls and rises again with the next byte, which an edge-triggered controller counts. */
    private void take() {
        interrupt.set(number, false);
        if (loopback.isSet()) {
            hasLoopedBack = false;
        } else if (hasReceived()) {
            rcvdata.value(device.peek());
            device.take();
        }
        updateInterrupt();
    }

    private void transmit() {
        if (loopback.isSet()) {
            loopedBack = (int) xmtdata.value();
            hasLoopedBack = true;
        } else {
            hasToTransmit = true;
        }
        operate();
    }

    private void operate() {
        if (hasToTransmit && enabled.isSet() && !loopback.isSet()) {
            hasToTransmit = false;
            interrupt.set(number, false);
            device.receive((int) xmtdata.value());
        }
        updateInterrupt();
    }

    private long status() {
        long lines = diagnostic.isSet() ? control.value() & LINES : LINES;
        return lines
                | (hasReceived() ? RECEIVED : 0)
                | (hasToTransmit ? TO_TRANSMIT : 0)
                | (interrupt.isHigh() ? COMPOSITE_INTERRUPT : 0);
    }
}
