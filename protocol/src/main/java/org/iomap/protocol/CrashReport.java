package org.iomap.protocol;

/**
 * What a machine check left behind.
 *
 * @param crashes machine checks since the service started
 * @param text the dump of the last one, or as much of it as a message holds; empty if there was none
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

    /** Returns the report with the first half of its text. */
    CrashReport half() {
        int half = text.length() / 2;
        boolean splitsPair = half > 0 && Character.isHighSurrogate(text.charAt(half - 1));
        return new CrashReport(requestId, crashes, text.substring(0, splitsPair ? half - 1 : half));
    }
}
