package org.iomap.protocol;

/**
 * Makes a special file of root that goes with the driver.
 *
 * @param mode permission bits
 * @param device major number in bits 31:24, one of this driver; minor number in bits 23:0
 */
public record CreateNode(long requestId, long mode, long device, String path) implements Request {
    static CreateNode decode(long requestId, long aux, FieldReader in) {
        return new CreateNode(requestId, aux, in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(device).string(path);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CREATE_NODE;
    }

    @Override
    public long aux() {
        return mode;
    }
}
