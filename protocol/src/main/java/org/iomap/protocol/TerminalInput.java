package org.iomap.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Types into the terminal of a serial port.
 *
 * <p>{@code data} is a slice of the frame: it is valid until the frame is released, and is not released by itself.
 *
 * @param terminal such as {@code uart0}
 */
public record TerminalInput(long requestId, String terminal, ByteBuf data) implements Request {
    static TerminalInput decode(long requestId, FieldReader in) {
        return new TerminalInput(requestId, in.name(), in.bytes());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(terminal).bytes(data);
    }

    @Override
    public Opcode opcode() {
        return Opcode.TERMINAL_INPUT;
    }
}
