package org.iomap.protocol;

import java.util.List;

/**
 * Where an address leads. In several parts the fields before the roads are those of the first.
 *
 * @param pid whose address it is; 0: it is physical
 * @param word the aligned word around the physical address, by peek
 * @param readable 1 when {@code word} is the present one
 * @param registers that a load and a store would reach now
 * @param roads by which it is mapped now; that of {@code address} first
 */
public record Explained(
        long requestId,
        long pid,
        long address,
        long physical,
        long word,
        long readable,
        PlaceEntry place,
        List<RegisterEntry> registers,
        List<RoadEntry> roads)
        implements ListReply<RoadEntry> {
    static Explained decode(long requestId, FieldReader in) {
        return new Explained(
                requestId,
                in.u32(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u32(),
                in.structure(PlaceEntry::decode),
                in.list(RegisterEntry::decode),
                in.list(RoadEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(pid)
                .u64(address)
                .u64(physical)
                .u64(word)
                .u32(readable)
                .structure(place)
                .list(registers)
                .list(roads);
    }

    @Override
    public Opcode opcode() {
        return Opcode.EXPLAIN;
    }

    @Override
    public List<RoadEntry> entries() {
        return roads;
    }

    @Override
    public Explained with(List<RoadEntry> entries) {
        return new Explained(requestId, pid, address, physical, word, readable, place, registers, entries);
    }
}
