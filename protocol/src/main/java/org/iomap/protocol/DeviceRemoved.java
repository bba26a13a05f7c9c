package org.iomap.protocol;

/**
 * A device was removed; its descriptor answers with this errno from now on.
 *
 * @param sequence of the subscription, counted from 1
 */
public record DeviceRemoved(long sequence, long subscription, long errno, long handle) implements Event {
    static DeviceRemoved decode(FieldReader in) {
        return new DeviceRemoved(in.u64(), in.u32(), in.u32(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).u32(errno).u64(handle);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DEVICE_REMOVED;
    }
}
