package org.iomap.protocol;

import java.util.List;

/** The drivers of the machine. */
public record DriverList(long requestId, List<DriverEntry> drivers) implements Reply {
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
}
