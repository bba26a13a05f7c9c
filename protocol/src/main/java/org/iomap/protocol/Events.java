package org.iomap.protocol;

import static org.iomap.protocol.MessageType.EVENT;

import io.netty.buffer.ByteBuf;

/** Whole events: the header and the fields. */
public final class Events {
    private Events() {}

    public static void encode(Event event, ByteBuf out) {
        int start = Header.begin(out, EVENT, 0, event.opcode().number(), 0, 0);
        event.encode(new FieldWriter(out, start));
        Header.end(out, start);
    }

    /**
     * Decodes one event. Type and flags are the caller's to check.
     *
     * @param frame exactly the bytes that the length counts
     * @throws ProtocolException if the fields are not those of the opcode, or the opcode is not an event
     */
    public static Event decode(ByteBuf frame) {
        int start = frame.readerIndex();
        Opcode opcode = Opcode.of(frame.getUnsignedShort(start + Header.OPCODE_AT));
        if (frame.getLong(start + Header.ID_AT) != 0) {
            throw new ProtocolException(ProtocolCode.RESERVED, "the id and the aux word of an event are reserved");
        }
        frame.skipBytes(Header.LENGTH);
        FieldReader in = new FieldReader(frame, start);
        return switch (opcode) {
            case INTERRUPT -> InterruptRaised.decode(in);
            case FAULT -> Faulted.decode(in);
            case DEVICE_REMOVED -> DeviceRemoved.decode(in);
            case MACHINE_RESET -> MachineReset.decode(in);
            case GOAWAY -> GoAway.decode(in);
            case OVERRUN -> Overrun.decode(in);
            case TRACE -> Traced.decode(in);
            case TERMINAL_OUTPUT -> TerminalOutput.decode(in);
            case CALL -> Called.decode(in);
            case CALL_ABANDONED -> CallAbandoned.decode(in);
            default -> throw new ProtocolException(ProtocolCode.UNSUPPORTED, opcode + " is not an event");
        };
    }
}
