package org.iomap.protocol;

import java.util.List;

/** The drivers of the machine. */
public record DriverList(long requestId, List<DriverEntry> drivers) implements ListReply<DriverEntry> {
    static DriverList decode(long requestId, FieldReader in) {
        return new DriverList(requestId, in.list(DriverEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(drivers);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DRIVERS;
    }

    @Override
    public List<DriverEntry> entries() {
        return drivers;
    }

    @Override
    public DriverList with(List<DriverEntry> entries) {
        return new DriverList(requestId, entries);
    }
}
