package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.iomap.emulator.machine.SerialTerminal;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.TerminalOutput;

/** What a serial port sends to its terminal. Bytes that are not taken in time are lost and counted. */
final class TerminalSubscription extends Subscription {
    private static final int MOST = 1 << 14;

    private final ByteBuf bytes = Unpooled.buffer(64, MOST);
    private final Runnable unsubscribe;

    TerminalSubscription(long number, Session session, SerialTerminal terminal) {
        super(number, EventKind.TERMINAL, session);
        this.unsubscribe = terminal.onOutput(this::take);
    }

    private void take(int value) {
        if (bytes.isWritable() || bytes.maxWritableBytes() > 0) {
            bytes.writeByte(value);
        } else {
            lose(1);
        }
    }

    @Override
    void drain() {
        if (bytes.isReadable() && tellLost() && session().send(new TerminalOutput(sequence() + 1, number(), bytes))) {
            nextSequence();
            bytes.clear();
        }
    }

    @Override
    void release() {
        unsubscribe.run();
    }
}
