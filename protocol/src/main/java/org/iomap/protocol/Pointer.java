package org.iomap.protocol;

/**
 * Moves a mouse, and says which of its buttons are pressed.
 *
 * @param pointer such as {@code mouse}
 * @param buttons bit 0 left, 1 right, 2 middle, 3 and 4 those at the sides
 * @param dx to the right, a quarter of a millimetre each; two's complement
 * @param dy towards the hand, likewise
 * @param dz of the wheel, towards the hand
 */
public record Pointer(long requestId, String pointer, long buttons, long dx, long dy, long dz) implements Request {
    static Pointer decode(long requestId, FieldReader in) {
        return new Pointer(requestId, in.name(), in.u32(), in.u32(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.string(pointer).u32(buttons).u32(dx).u32(dy).u32(dz);
    }

    @Override
    public Opcode opcode() {
        return Opcode.POINTER;
    }
}
