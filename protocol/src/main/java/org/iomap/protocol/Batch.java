package org.iomap.protocol;

import java.util.List;

/**
 * Loads and stores in order, each with a status of its own. Not atomic.
 *
 * @param mode 0: stop at the first failure; 1: go on
 * @param entries checked whole before the first one runs
 */
public record Batch(long requestId, long mode, List<BatchEntry> entries) implements Request {
    static Batch decode(long requestId, long aux, FieldReader in) {
        return new Batch(requestId, FieldReader.inRange("mode", aux, 0, 1), in.list(BatchEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(entries);
    }

    @Override
    public Opcode opcode() {
        return Opcode.BATCH;
    }

    @Override
    public long aux() {
        return mode;
    }
}
