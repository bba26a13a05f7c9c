package org.iomap.client;

import org.iomap.protocol.Opcode;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.ProtocolException;

/**
 * Receives the replies that belong to one slot of {@link InFlight}. The slot is the low part of their request ids, so
 * that a reply finds its receiver by one look into a table; the high part tells an old reply from a new one.
 */
abstract class Receiver implements Waiter {
    static final int PART = -1;

    private int slot;

    final int slot() {
        return slot;
    }

    final void slot(int number) {
        slot = number;
    }

    /**
     * Takes a reply. Called by the thread that reads.
     *
     * @return the credit it gives back, in bytes; {@link #PART} when another part of the same reply is to come
     * @throws ProtocolException if it is not what was asked for
     */
    abstract int receive(Frame reply);

    /** Learns that no reply will ever come. Called at most once, by any thread. */
    abstract void lose(Loss loss);

    static void requireOpcode(Frame reply, Opcode opcode) {
        if (reply.opcodeNumber() != opcode.number()) {
            throw new ProtocolException(
                    ProtocolCode.PAYLOAD, "a reply to %s says 0x%04x".formatted(opcode, reply.opcodeNumber()));
        }
    }

    static void requireLength(Frame reply, int shortest) {
        if (reply.length() < shortest) {
            throw new ProtocolException(
                    ProtocolCode.LENGTH, "a reply to %s is %d bytes long".formatted(reply.opcode(), reply.length()));
        }
    }
}
