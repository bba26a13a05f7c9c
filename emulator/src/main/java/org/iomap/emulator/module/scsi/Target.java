package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/** What answers one SCSI ID. It sets the phase; the initiator follows. */
interface Target {
    /** An initiator has selected this ID; the target takes the bus. */
    void select(boolean attention);

    /** The phase it has put on the bus, {@link Phase#BUS_FREE} when it has left. */
    Phase phase();

    /** Returns the byte on the bus in a phase that goes in; the handshake is not done. */
    int offered();

    /**
     * Sends bytes while the present phase lasts.
     *
     * @param into has room for one byte at least; its position counts what came
     */
    void send(ByteBuffer into);

    /** Receives bytes while the present phase lasts; see {@link #send}. */
    void receive(ByteBuffer from);

    /** The initiator asserts or releases ATN: it has a message for the target. */
    void attention(boolean on);

    /** RST is asserted, or the machine switched on again. */
    void reset();
}
