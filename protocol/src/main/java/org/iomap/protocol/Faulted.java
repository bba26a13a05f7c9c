package org.iomap.protocol;

/**
 * A posted store failed.
 *
 * @param sequence of the subscription, counted from 1
 * @param target the id of the store
 * @param status as in a reply
 */
public record Faulted(long sequence, long subscription, long target, long status, FailureDetail failure)
        implements Event {
    static Faulted decode(FieldReader in) {
        return new Faulted(in.u64(), in.u32(), in.u32(), in.u32(), in.structure(FailureDetail::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).u32(target).u32(status).structure(failure);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FAULT;
    }
}
