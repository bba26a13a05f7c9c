package org.iomap.protocol;

/**
 * What a machine check left behind.
 *
 * @param crashes machine checks since the service started
 * @param text the dump of the last one; empty if there was none
 */
public record CrashReport(long requestId, long crashes, String text) implements Reply {
    static CrashReport decode(long requestId, FieldReader in) {
        return new CrashReport(requestId, in.u64(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(crashes).string(text);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CRASH_DUMP;
    }
}
