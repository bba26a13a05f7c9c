package org.iomap.protocol;

/** Takes a character driver away: its files answer ENXIO from now on. */
public record UnregisterDevice(long requestId, long major) implements Request {
    static UnregisterDevice decode(long requestId, long aux, FieldReader in) {
        return new UnregisterDevice(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.UNREGISTER_DEVICE;
    }

    @Override
    public long aux() {
        return major;
    }
}
