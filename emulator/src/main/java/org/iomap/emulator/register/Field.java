package org.iomap.emulator.register;

/** Several neighbouring bits of a register that are one number. */
public final class Field {
    private final Register register;
    private final int lowestBit;
    private final int bits;

    Field(Register register, int lowestBit, int bits) {
        this.register = register;
        this.lowestBit = lowestBit;
        this.bits = bits;
    }

    public int value() {
        return (int) (register.value() >>> lowestBit & (1L << bits) - 1);
    }

    public void value(long number) {
        long mask = (1L << bits) - 1;
        register.value((register.value() & ~(mask << lowestBit)) | ((number & mask) << lowestBit));
    }
}
