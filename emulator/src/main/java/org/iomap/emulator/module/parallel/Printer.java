package org.iomap.emulator.module.parallel;

import java.util.function.IntConsumer;

/**
 * A Centronics printer that never runs out of paper.
 *
 * <p>Source: hardware reference, section 6. It takes a byte when STROBE begins. Its handshake goes on as the program
 * looks, not as time passes: each load of STATUS after the end of STROBE is one step, busy, acknowledging, ready. For
 * the interrupt it acknowledges at the end of STROBE.
 */
public final class Printer implements Peripheral {
    private static final int READY = 0xD8;
    private static final int NOT_BUSY = 0x80;
    private static final int NOT_ACKNOWLEDGING = 0x40;

    private static final int STROBE = 0x01;
    private static final int NOT_INITIALIZE = 0x04;
    private static final int SELECT = 0x08;

    private final IntConsumer paper;
    private int status = READY;

    /** @param paper takes each printed byte, 0 to 255 */
    public Printer(IntConsumer paper) {
        this.paper = paper;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean outputs(int before, int control, int data) {
        if ((control & NOT_INITIALIZE) == 0) {
            status = READY;
            return false;
        }
        if ((control & SELECT) == 0) {
            return false;
        }
        boolean strobed = (before & STROBE) != 0;
        if ((control & STROBE) == 0) {
            return strobed;
        }
        status &= ~NOT_BUSY;
        if (!strobed) {
            paper.accept(data);
        }
        return false;
    }

    @Override
    public void statusLoaded(int control) {
        if ((status & NOT_BUSY) != 0 || (control & STROBE) != 0) {
            return;
        }
        if ((status & NOT_ACKNOWLEDGING) != 0) {
            status &= ~NOT_ACKNOWLEDGING;
        } else {
            status = READY;
        }
    }

    @Override
    public void reset() {
        status = READY;
    }
}
