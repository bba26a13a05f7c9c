package org.iomap.protocol;

/**
 * The PCI functions with these ids.
 *
 * @param vendor 0xFFFFFFFF for any
 * @param device 0xFFFFFFFF for any
 */
public record PciDevices(long requestId, long vendor, long device) implements Request {
    static PciDevices decode(long requestId, FieldReader in) {
        return new PciDevices(requestId, in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(vendor).u32(device);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PCI_DEVICES;
    }
}
