package org.iomap.emulator.register;

/** Several neighbouring bits of a register that are one number. */
public final class Field implements NamedBits {
    private final Register register;
    private final int lowestBit;
    private final int bits;
    private final String name;

    Field(Register register, int lowestBit, int bits, String name) {
        this.register = register;
        this.lowestBit = lowestBit;
        this.bits = bits;
        this.name = name;
    }

    public int value() {
        return (int) (register.value() >>> lowestBit & (1L << bits) - 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int lowestBit() {
        return lowestBit;
    }

    @Override
    public int bits() {
        return bits;
    }
}
