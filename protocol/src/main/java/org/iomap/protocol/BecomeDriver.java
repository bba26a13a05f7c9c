package org.iomap.protocol;

/**
 * Makes the connection a driver: once, and first of all requests of this group.
 *
 * @param name as lsdev(1M) shows it; not empty
 */
public record BecomeDriver(long requestId, String name) implements Request {
    static BecomeDriver decode(long requestId, FieldReader in) {
        return new BecomeDriver(requestId, in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(name);
    }

    @Override
    public Opcode opcode() {
        return Opcode.BECOME_DRIVER;
    }
}
