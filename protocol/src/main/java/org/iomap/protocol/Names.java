package org.iomap.protocol;

import java.util.List;

/**
 * What a directory holds.
 *
 * @param names sorted
 */
public record Names(long requestId, List<Name> names) implements ListReply<Name> {
    static Names decode(long requestId, FieldReader in) {
        return new Names(requestId, in.list(Name::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(names);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READDIR;
    }

    @Override
    public List<Name> entries() {
        return names;
    }

    @Override
    public Names with(List<Name> entries) {
        return new Names(requestId, entries);
    }
}
