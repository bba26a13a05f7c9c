package org.iomap.protocol;

import java.util.List;

/**
 * What came of each entry that ran.
 *
 * @param results in the order of the entries
 */
public record BatchDone(long requestId, List<BatchResult> results) implements Reply {
    static BatchDone decode(long requestId, FieldReader in) {
        return new BatchDone(requestId, in.list(BatchResult::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(results);
    }

    @Override
    public Opcode opcode() {
        return Opcode.BATCH;
    }
}
