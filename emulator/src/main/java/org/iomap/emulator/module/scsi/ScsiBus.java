package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/**
 * The SCSI bus as its one initiator sees it: who is connected, in which phase, and how far the handshake is.
 *
 * <p>Targets answer at once, so REQ is there whenever a target is connected and ACK is not held.
 */
final class ScsiBus {
    static final int IDS = 8;

    // spotless:off
    static final int REQ = 0x80;
    static final int ACK = 0x40;
    static final int BSY = 0x20;
    static final int SEL = 0x10;
    static final int ATN = 0x08;
    // spotless:on

    private final Target[] targets = new Target[IDS];
    private Target connected;
    private Phase latched = Phase.BUS_FREE;
    private boolean holdsAck;
    private int outputByte;
    private boolean attention;
    private boolean wasReleased;

    void attach(int id, Target target) {
        targets[id] = target;
    }

    /**
     * Selects the target whose ID is on the bus.
     *
     * @param ids one bit for the ID; no target answers several
     * @return whether one answered
     */
    boolean select(int ids, boolean withAttention) {
        wasReleased = false;
        int id = Integer.numberOfTrailingZeros(ids);
        if (Integer.bitCount(ids) != 1 || id >= IDS || targets[id] == null) {
            return false;
        }
        connected = targets[id];
        attention = withAttention;
        holdsAck = false;
        connected.select(withAttention);
        settle();
        return true;
    }

    boolean isConnected() {
        return connected != null;
    }

    /** True while a target asserts REQ: the phase is valid. */
    boolean isRequesting() {
        return connected != null && !holdsAck;
    }

    /** The phase when REQ was last asserted. */
    Phase phase() {
        return latched;
    }

    /** Returns once that the target has left the bus. */
    boolean takeRelease() {
        boolean taken = wasReleased;
        wasReleased = false;
        return taken;
    }

    /**
     * Receives bytes while the phase lasts.
     *
     * @param isLast the last byte of {@code into} is the last of a move: ACK stays asserted on it in MESSAGE IN, until
     *     {@link #releaseAck}
     */
    void receive(ByteBuffer into, boolean isLast) {
        Phase phase = latched;
        while (into.hasRemaining() && isRequesting() && latched == phase) {
            if (phase == Phase.MESSAGE_IN) {
                receiveMessageByte(into, isLast);
            } else {
                connected.send(into);
            }
            settle();
        }
    }

    /** Sends bytes while the phase lasts; ATN falls with the last byte of a move in MESSAGE OUT. */
    void send(ByteBuffer from, boolean isLast) {
        Phase phase = latched;
        int end = from.limit();
        while (from.hasRemaining() && isRequesting() && latched == phase) {
            if (phase == Phase.MESSAGE_OUT) {
                if (isLast && from.remaining() == 1) {
                    attention(false);
                }
                from.limit(from.position() + 1);
            }
            connected.receive(from);
            from.limit(end);
            settle();
        }
    }

    boolean holdsAck() {
        return holdsAck;
    }

    /** Answers REQ: the byte on the bus is taken, or {@code output} is put there. */
    void assertAck(int output) {
        if (isRequesting()) {
            outputByte = output;
            holdsAck = true;
        }
    }

    /** The handshake of one byte is done, and the target goes on. */
    void releaseAck() {
        if (holdsAck) {
            holdsAck = false;
            ByteBuffer handshake = ByteBuffer.allocate(1).put(0, (byte) outputByte);
            if (latched.isIn()) {
                connected.send(handshake);
            } else {
                connected.receive(handshake);
            }
            settle();
        }
    }

    boolean hasAttention() {
        return attention;
    }

    void attention(boolean on) {
        attention = on;
        if (connected != null) {
            connected.attention(on);
        }
    }

    /** RST: everybody leaves the bus. */
    void reset() {
        for (Target target : targets) {
            if (target != null) {
                target.reset();
            }
        }
        release();
    }

    /** The initiator lets go of every line; a target that was connected gives up. */
    void release() {
        connected = null;
        holdsAck = false;
        attention = false;
        wasReleased = false;
    }

    /** The control lines, in the order of SBCL. */
    int controlLines() {
        if (connected == null) {
            return 0;
        }
        return (holdsAck ? ACK : REQ) | BSY | (attention ? ATN : 0) | latched.lines();
    }

    /** The data lines: what a target offers. */
    int dataLines() {
        return connected != null && latched.isIn() ? connected.offered() : 0;
    }

    private void receiveMessageByte(ByteBuffer into, boolean isLast) {
        if (isLast && into.remaining() == 1) {
            into.put((byte) connected.offered());
            holdsAck = true;
        } else {
            int end = into.limit();
            into.limit(into.position() + 1);
            connected.send(into);
            into.limit(end);
        }
    }

    private void settle() {
        Phase phase = connected.phase();
        if (phase == Phase.BUS_FREE) {
            release();
            wasReleased = true;
        } else if (!holdsAck) {
            latched = phase;
        }
    }
}
