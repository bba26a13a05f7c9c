package org.iomap.protocol;

import java.util.List;

/** The live mappings. */
public record MappingList(long requestId, List<MappingEntry> mappings) implements Reply {
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
}
