package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** What carries out commands behind a target. */
interface LogicalUnit {
    /**
     * Starts a command.
     *
     * @param command its descriptor block; the bytes past its end are not meaningful
     * @param lun the unit that it is for
     * @return its data, or null when it has none
     * @throws CheckCondition if the command is refused
     */
    DataPhase start(ByteBuffer command, int lun) throws CheckCondition;

    /** Keeps {@code sense} for REQUEST SENSE. */
    void remember(Sense sense);

    /** The bus or the device was reset. */
    void reset();
}
