package org.iomap.emulator.module.lasi;

/** What a reset register of LASI resets; the other devices of the chip have such a register among their own. */
public enum Device {
    PARALLEL,
    SERIAL,
    LAN,
    /** Every device of the chip. */
    ALL
}
