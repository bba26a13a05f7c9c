package org.iomap.emulator.module.ps2;

/**
 * A mouse's knowledge of whether its driver knows wheels: the rates 200, 100, 80 one after the other make it an
 * IntelliMouse, 200, 200, 80 an IntelliMouse Explorer with five buttons.
 */
final class Wheel {
    static final int NONE = 0;
    static final int INTELLIMOUSE = 3;
    static final int EXPLORER = 4;

    private static final int FIRST_KNOCK = 200;
    private static final int LAST_KNOCK = 80;

    private int type = NONE;
    private int rateBefore;
    private int rateBeforeThat;

    /** What the mouse says it is. */
    int type() {
        return type;
    }

    /** The driver has set a sampling rate. */
    void rateSet(int rate) {
        if (rateBeforeThat == FIRST_KNOCK && rate == LAST_KNOCK) {
            if (rateBefore == 100) {
                type = INTELLIMOUSE;
            } else if (rateBefore == FIRST_KNOCK) {
                type = EXPLORER;
            }
        }
        rateBeforeThat = rateBefore;
        rateBefore = rate;
    }

    void reset() {
        type = NONE;
        rateBefore = 0;
        rateBeforeThat = 0;
    }
}
