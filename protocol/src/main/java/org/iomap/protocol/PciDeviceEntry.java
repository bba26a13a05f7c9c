package org.iomap.protocol;

import java.util.List;

/**
 * A PCI function.
 *
 * @param function bus in bits 15:8, device in 7:3, function in 2:0
 * @param classCode 24 bits
 * @param name of its module
 * @param irq the interrupt line; empty when it has none
 * @param resources those it has
 */
public record PciDeviceEntry(
        long function, long vendor, long device, long classCode, String name, String irq, List<PciResource> resources)
        implements Structure {
    static PciDeviceEntry decode(FieldReader in) {
        return new PciDeviceEntry(
                in.u32(), in.u32(), in.u32(), in.u32(), in.string(), in.string(), in.list(PciResource::decode));
    }

    /** Domain, bus, device and function as Linux writes them, such as {@code 0000:00:01.0}. */
    public String address() {
        return "0000:%02x:%02x.%d".formatted(function >>> 8 & 0xFF, function >>> 3 & 0x1F, function & 0x7);
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(function)
                .u32(vendor)
                .u32(device)
                .u32(classCode)
                .string(name)
                .string(irq)
                .list(resources);
    }
}
