package org.iomap.protocol;

import java.util.List;

/** The registers of a module. */
public record RegisterList(long requestId, List<RegisterEntry> registers) implements ListReply<RegisterEntry> {
    static RegisterList decode(long requestId, FieldReader in) {
        return new RegisterList(requestId, in.list(RegisterEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(registers);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REGISTERS;
    }

    @Override
    public List<RegisterEntry> entries() {
        return registers;
    }

    @Override
    public RegisterList with(List<RegisterEntry> entries) {
        return new RegisterList(requestId, entries);
    }
}
