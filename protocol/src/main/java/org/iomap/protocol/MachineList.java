package org.iomap.protocol;

import java.util.List;

/** The machines of the service. */
public record MachineList(long requestId, List<MachineEntry> machines) implements ListReply<MachineEntry> {
    static MachineList decode(long requestId, FieldReader in) {
        return new MachineList(requestId, in.list(MachineEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(machines);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MACHINES;
    }

    @Override
    public List<MachineEntry> entries() {
        return machines;
    }

    @Override
    public MachineList with(List<MachineEntry> entries) {
        return new MachineList(requestId, entries);
    }
}
