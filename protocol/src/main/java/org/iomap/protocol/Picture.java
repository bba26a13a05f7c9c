package org.iomap.protocol;

/**
 * Looks at lines of what a monitor would show, without any side effect. The answer is a word 0x00RRGGBB for each pixel.
 *
 * @param line the first, 0 at the top
 * @param lines how many
 */
public record Picture(long requestId, String frameBuffer, long line, long lines) implements Request {
    static Picture decode(long requestId, FieldReader in) {
        return new Picture(requestId, in.name(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(frameBuffer).u32(line).u32(lines);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PICTURE;
    }
}
