package org.iomap.emulator.module.parallel;

/**
 * The plug of PC diagnostics that leads the port's outputs back to its inputs: pins 1-13, 2-15, 10-16, 11-17, 12-14.
 *
 * <p>STROBE is inverted on its pin, as are AUTOFEED, SELECT and the input BUSY.
 */
public final class LoopbackPlug implements Peripheral {
    private static final int STROBE = 0x01;
    private static final int AUTOFEED = 0x02;
    private static final int INIT = 0x04;
    private static final int SELECT = 0x08;
    private static final int AFTER_RESET = 0x0C;
    private static final int DATA_0 = 0x01;

    private int control;
    private int data;

    public LoopbackPlug() {
        reset();
    }

    // spotless:off
    @Override
    public int status() {
        return when((control & SELECT)   != 0, 0x80)    // pin 17 SELECT IN   to 11 BUSY
             | when((control & INIT)     != 0, 0x40)    // pin 16 INIT        to 10 nACK
             | when((control & AUTOFEED) == 0, 0x20)    // pin 14 AUTOFEED    to 12 PAPER OUT
             | when((control & STROBE)   == 0, 0x10)    // pin  1 STROBE      to 13 ONLINE
             | when((data & DATA_0)      != 0, 0x08);   // pin  2 data bit 0  to 15 nERROR
    }
    // spotless:on

    @Override
    public boolean outputs(int before, int now, int newData) {
        control = now;
        data = newData;
        return (before & INIT) == 0 && (now & INIT) != 0;
    }

    @Override
    public void reset() {
        control = AFTER_RESET;
        data = 0xFF;
    }

    private static int when(boolean high, int bit) {
        return high ? bit : 0;
    }
}
