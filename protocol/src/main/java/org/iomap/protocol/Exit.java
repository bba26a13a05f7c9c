package org.iomap.protocol;

/**
 * exit(2). The reply is the last message of the connection.
 *
 * @param code 0 to 255
 */
public record Exit(long requestId, long code) implements Request {
    static Exit decode(long requestId, long aux, FieldReader in) {
        return new Exit(requestId, aux);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.EXIT;
    }

    @Override
    public long aux() {
        return code;
    }
}
