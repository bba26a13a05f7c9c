package org.iomap.protocol;

/**
 * Events of a subscription were lost.
 *
 * @param sequence of the subscription, counted from 1
 * @param lost how many
 */
public record Overrun(long sequence, long subscription, long lost) implements Event {
    static Overrun decode(FieldReader in) {
        return new Overrun(in.u64(), in.u32(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).u64(lost);
    }

    @Override
    public Opcode opcode() {
        return Opcode.OVERRUN;
    }
}
