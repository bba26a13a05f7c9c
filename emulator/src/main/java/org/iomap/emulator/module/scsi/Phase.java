package org.iomap.emulator.module.scsi;

/** What the lines MSG, C/D and I/O say of the bus. The direction is that of the initiator. */
enum Phase {
    DATA_OUT(0),
    DATA_IN(1),
    COMMAND(2),
    STATUS(3),
    MESSAGE_OUT(6),
    MESSAGE_IN(7),
    BUS_FREE(0);

    private final int lines;

    Phase(int lines) {
        this.lines = lines;
    }

    /** Bit 2 is MSG, bit 1 C/D, bit 0 I/O. */
    int lines() {
        return lines;
    }

    /** True when bytes go to the initiator. */
    boolean isIn() {
        return (lines & 1) != 0;
    }
}
