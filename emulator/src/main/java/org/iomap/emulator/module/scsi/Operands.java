package org.iomap.emulator.module.scsi;

/** Where the operands of a SCRIPTS instruction are: numbers of 24 bits, addresses of 32. */
final class Operands {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final int SIGN = Integer.SIZE - 24;

    private Operands() {}

    static long address(long value) {
        return value & ALL;
    }

    /** Adds the lowest 24 bits of {@code displacement}, which have a sign. */
    static long sum(RegisterMap registers, long base, long displacement) {
        long sum = address(base + ((int) displacement << SIGN >> SIGN));
        registers.adder.value(sum);
        return sum;
    }

    /** Where an instruction jumps to: DSPS, or as far from the next instruction. */
    static long destination(RegisterMap registers, boolean isRelative) {
        long operand = registers.dsps.value();
        return isRelative ? sum(registers, registers.dsp.value(), operand) : operand;
    }
}
