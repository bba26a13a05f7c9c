package org.iomap.protocol;

/**
 * Asks for events.
 *
 * @param kind a number of {@link EventKind}
 * @param source which line or terminal, such as {@code lasi.5} or {@code uart0}; empty where the kind has one source
 */
public record Subscribe(long requestId, long kind, String source) implements Request {
    static Subscribe decode(long requestId, long aux, FieldReader in) {
        return new Subscribe(requestId, aux, in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(source);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SUBSCRIBE;
    }

    @Override
    public long aux() {
        return kind;
    }
}
