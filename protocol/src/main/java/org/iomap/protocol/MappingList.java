package org.iomap.protocol;

import java.util.List;

/** The live mappings. */
public record MappingList(long requestId, List<MappingEntry> mappings) implements ListReply<MappingEntry> {
    static MappingList decode(long requestId, FieldReader in) {
        return new MappingList(requestId, in.list(MappingEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(mappings);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MAPPINGS;
    }

    @Override
    public List<MappingEntry> entries() {
        return mappings;
    }

    @Override
    public MappingList with(List<MappingEntry> entries) {
        return new MappingList(requestId, entries);
    }
}
