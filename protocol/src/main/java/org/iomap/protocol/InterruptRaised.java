package org.iomap.protocol;

/**
 * An interrupt line rose.
 *
 * @param sequence of the subscription, counted from 1
 * @param level of the line now: 0 or 1
 * @param count rises merged into this event
 * @param timeNanos of the machine's clock, at the last one
 */
public record InterruptRaised(long sequence, long subscription, long level, long count, long timeNanos)
        implements Event {
    static InterruptRaised decode(FieldReader in) {
        return new InterruptRaised(in.u64(), in.u32(), in.u32(), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).u32(level).u64(count).u64(timeNanos);
    }

    @Override
    public Opcode opcode() {
        return Opcode.INTERRUPT;
    }
}
