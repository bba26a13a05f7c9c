package org.iomap.protocol;

/** What the last machine check left behind. */
public record CrashDump(long requestId) implements Request {
    static CrashDump decode(long requestId, FieldReader in) {
        return new CrashDump(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.CRASH_DUMP;
    }
}
