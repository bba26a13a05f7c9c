package org.iomap.protocol;

/**
 * Loads from the configuration space of a PCI function: the number that software on a PC sees.
 *
 * @param function bus in bits 15:8, device in 7:3, function in 2:0
 * @param offset a multiple of {@code width}
 */
public record ConfigLoad(long requestId, Width width, long function, long offset) implements Request {
    static ConfigLoad decode(long requestId, long aux, FieldReader in) {
        return new ConfigLoad(requestId, Width.of(aux), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(function).u32(offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CONFIG_LOAD;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
