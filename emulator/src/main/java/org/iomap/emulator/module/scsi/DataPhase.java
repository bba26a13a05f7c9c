package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** The data of one command, moved in pieces as the initiator asks for them. */
interface DataPhase {
    /** True when the data goes to the initiator. */
    boolean isIn();

    /** Bytes that are not moved yet. */
    long remaining();

    /**
     * Moves bytes until {@code bytes} or the data is at its end.
     *
     * @throws CheckCondition if the medium or what was sent is bad; the command ends with it
     */
    void move(ByteBuffer bytes) throws CheckCondition;
}
