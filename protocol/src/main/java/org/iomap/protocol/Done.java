package org.iomap.protocol;

/** It has been done; there is nothing more to say. */
public record Done(long requestId, Opcode opcode) implements Reply {
    static Done decode(long requestId, Opcode opcode, FieldReader in) {
        return new Done(requestId, opcode);
    }

    @Override
    public void encode(FieldWriter out) {}
}
