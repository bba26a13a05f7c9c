package org.iomap.protocol;

/**
 * Drives an interrupt input of a chip by hand.
 *
 * @param level 1 high, 0 low
 * @param line such as {@code lasi.5}
 */
public record DriveLine(long requestId, long level, String line) implements Request {
    static DriveLine decode(long requestId, long aux, FieldReader in) {
        return new DriveLine(requestId, FieldReader.inRange("level", aux, 0, 1), in.name());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(line);
    }

    @Override
    public Opcode opcode() {
        return Opcode.DRIVE_LINE;
    }

    @Override
    public long aux() {
        return level;
    }
}
