package org.iomap.emulator.module.harmony;

/** Where the capture gets its samples from, in the order of CNTL's loopback field. */
enum Loopback {
    NONE,
    /** Inside Harmony: the frames that are played, as they are. */
    INTERNAL,
    /** At the codec's digital side: the same frames. */
    DIGITAL,
    /** At the codec's analog side: what is heard, through the gains of both directions. */
    ANALOG;

    private static final Loopback[] BY_CODE = values();

    static Loopback ofCode(int code) {
        return BY_CODE[code];
    }
}
