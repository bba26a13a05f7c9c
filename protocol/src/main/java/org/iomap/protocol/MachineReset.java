package org.iomap.protocol;

/**
 * The machine was reset, or crashed and booted again.
 *
 * @param sequence of the subscription, counted from 1
 * @param reason 1 reset, 2 machine check, 3 power off
 */
public record MachineReset(long sequence, long subscription, long reason) implements Event {
    static MachineReset decode(FieldReader in) {
        return new MachineReset(in.u64(), in.u32(), in.u32());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(sequence).u32(subscription).u32(reason);
    }

    @Override
    public Opcode opcode() {
        return Opcode.MACHINE_RESET;
    }
}
