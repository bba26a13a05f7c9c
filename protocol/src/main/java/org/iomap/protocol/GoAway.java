package org.iomap.protocol;

/**
 * The connection ends soon. Sent without subscription.
 *
 * @param reason 1 shutdown, 2 reset, 3 machine check, 4 idle, 5 power off
 * @param lastId the last request id that was accepted
 * @param text for people
 */
public record GoAway(long reason, long lastId, long deadlineMillis, String text) implements Event {
    static GoAway decode(FieldReader in) {
        return new GoAway(in.u32(), in.u32(), in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(reason).u32(lastId).u32(deadlineMillis).string(text);
    }

    @Override
    public Opcode opcode() {
        return Opcode.GOAWAY;
    }
}
