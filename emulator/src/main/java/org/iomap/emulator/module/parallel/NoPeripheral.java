package org.iomap.emulator.module.parallel;

/** An empty socket: resistors pull the inputs high, and BUSY is inverted. */
public final class NoPeripheral implements Peripheral {
    private static final int PULLED_UP = 0x78;

    @Override
    public int status() {
        return PULLED_UP;
    }

    @Override
    public boolean outputs(int before, int control, int data) {
        return false;
    }
}
