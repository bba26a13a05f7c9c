package org.iomap.protocol;

/**
 * A line of the trace.
 *
 * @param sequence of the subscription, counted from 1
 * @param kind a number of {@link TraceKind}
 * @param width bytes; 0 where there is none
 * @param timeNanos of the machine's clock
 * @param address physical
 * @param pid the process that did it; 0 for the machine itself
 * @param actor who did it
 * @param place module and register
 * @param text what it means
 */
public record Traced(
        long sequence,
        long subscription,
        int kind,
        int width,
        long timeNanos,
        long address,
        long value,
        long pid,
        String actor,
        String place,
        String text)
        implements Event {
    static Traced decode(FieldReader in) {
        return new Traced(
                in.u64(),
                in.u32(),
                in.u16(),
                in.u16(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u32(),
                in.string(),
                in.string(),
                in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence)
                .u32(subscription)
                .u16(kind)
                .u16(width)
                .u64(timeNanos)
                .u64(address)
                .u64(value)
                .u32(pid)
                .string(actor)
                .string(place)
                .string(text);
    }

    @Override
    public Opcode opcode() {
        return Opcode.TRACE;
    }
}
