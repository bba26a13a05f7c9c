package org.iomap.protocol;

/**
 * Enables or disables a PCI function.
 *
 * @param state bit 0: answers in I/O and memory space; bit 1: is a bus master
 */
public record PciEnable(long requestId, long state, long function) implements Request {
    static PciEnable decode(long requestId, long aux, FieldReader in) {
        return new PciEnable(requestId, FieldReader.inRange("state", aux, 0, 3), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(function);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PCI_ENABLE;
    }

    @Override
    public long aux() {
        return state;
    }
}
