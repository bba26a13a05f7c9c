package org.iomap.protocol;

import java.util.List;

/** The modules of the machine. */
public record ModuleList(long requestId, List<ModuleEntry> modules) implements ListReply<ModuleEntry> {
    static ModuleList decode(long requestId, FieldReader in) {
        return new ModuleList(requestId, in.list(ModuleEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(modules);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MODULES;
    }

    @Override
    public List<ModuleEntry> entries() {
        return modules;
    }

    @Override
    public ModuleList with(List<ModuleEntry> entries) {
        return new ModuleList(requestId, entries);
    }
}
