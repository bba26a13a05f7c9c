package org.iomap.protocol;

/** Nobody waits for the answer to a CALL any more. */
public record CallAbandoned(long call) implements Event {
    static CallAbandoned decode(FieldReader in) {
        return new CallAbandoned(in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(call);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CALL_ABANDONED;
    }
}
