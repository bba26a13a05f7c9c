package org.iomap.protocol;

/**
 * What happened.
 *
 * @param count events since the last acknowledgement; 0 when the time ran out
 * @param level of the line now: 0 or 1
 */
public record Waited(long requestId, long count, long level) implements Reply {
    static Waited decode(long requestId, FieldReader in) {
        return new Waited(requestId, in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(count).u64(level);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WAIT;
    }
}
