package org.iomap.protocol;

/**
 * Claims physical addresses: EBUSY while another claim overlaps.
 *
 * @param exclusive 1: /dev/mem is kept out as well
 * @param length bytes
 */
public record RequestRegion(long requestId, long exclusive, long physical, long length) implements Request {
    static RequestRegion decode(long requestId, long aux, FieldReader in) {
        return new RequestRegion(requestId, FieldReader.inRange("exclusive", aux, 0, 1), in.u64(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(physical).u64(length);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REQUEST_REGION;
    }

    @Override
    public long aux() {
        return exclusive;
    }
}
