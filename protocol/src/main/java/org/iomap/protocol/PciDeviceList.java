package org.iomap.protocol;

import java.util.List;

/** PCI functions, by address. */
public record PciDeviceList(long requestId, List<PciDeviceEntry> devices) implements ListReply<PciDeviceEntry> {
    static PciDeviceList decode(long requestId, FieldReader in) {
        return new PciDeviceList(requestId, in.list(PciDeviceEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(devices);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PCI_DEVICES;
    }

    @Override
    public List<PciDeviceEntry> entries() {
        return devices;
    }

    @Override
    public PciDeviceList with(List<PciDeviceEntry> entries) {
        return new PciDeviceList(requestId, entries);
    }
}
