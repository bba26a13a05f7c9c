package org.iomap.emulator.module.ps2;

import org.iomap.emulator.bus.InterruptLine;

/** The interrupt of both ports: high while either has a byte. */
final class CompositeInterrupt {
    private final InterruptLine line;
    private int ports;

    CompositeInterrupt(InterruptLine line) {
        this.line = line;
    }

    void set(int port, boolean hasByte) {
        ports = hasByte ? ports | 1 << port : ports & ~(1 << port);
        line.set(isHigh());
    }

    boolean isHigh() {
        return ports != 0;
    }
}
