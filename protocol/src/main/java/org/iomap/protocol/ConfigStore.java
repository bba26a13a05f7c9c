package org.iomap.protocol;

/** Stores to the configuration space of a PCI function; see {@link ConfigLoad}. */
public record ConfigStore(long requestId, Width width, long function, long offset, long value) implements Request {
    static ConfigStore decode(long requestId, long aux, FieldReader in) {
        return new ConfigStore(requestId, Width.of(aux), in.u32(), in.u32(), in.u64());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(function).u32(offset).u64(value);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CONFIG_STORE;
    }

    @Override
    public long aux() {
        return width.bytes();
    }
}
