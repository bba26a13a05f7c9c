package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * A serial port sent bytes to its terminal.
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param sequence of the subscription, counted from 1
 */
public record TerminalOutput(long sequence, long subscription, ByteBuf data) implements Event {
    static TerminalOutput decode(FieldReader in) {
        return new TerminalOutput(in.u64(), in.u32(), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.TERMINAL_OUTPUT;
    }
}
