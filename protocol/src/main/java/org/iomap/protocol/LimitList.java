package org.iomap.protocol;

import java.util.List;

/** The limits in force. */
public record LimitList(long requestId, List<LimitValue> limits) implements ListReply<LimitValue> {
    static LimitList decode(long requestId, FieldReader in) {
        return new LimitList(requestId, in.list(LimitValue::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(limits);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LIMITS;
    }

    @Override
    public List<LimitValue> entries() {
        return limits;
    }

    @Override
    public LimitList with(List<LimitValue> entries) {
        return new LimitList(requestId, entries);
    }
}
