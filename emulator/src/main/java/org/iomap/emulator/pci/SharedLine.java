package org.iomap.emulator.pci;

import org.iomap.emulator.bus.InterruptLine;

/** An interrupt line that several functions share: it is high while any of them holds it. */
public final class SharedLine {
    private final InterruptLine line;
    private int holders;

    public SharedLine(InterruptLine line) {
        this.line = line;
    }

    /** Returns the end of the line for one more function. */
    public InterruptLine tap() {
        return new Tap();
    }

    private final class Tap implements InterruptLine {
        private boolean isHeld;

        @Override
        public void set(boolean high) {
            if (high != isHeld) {
                isHeld = high;
                holders += high ? 1 : -1;
                line.set(holders > 0);
            }
        }
    }
}
