package org.iomap.emulator.register;

/** One bit of a register. */
public final class Flag implements NamedBits {
    private final Register register;
    private final int bit;
    private final long mask;
    private final String name;

    Flag(Register register, int bit, String name) {
        this.register = register;
        this.bit = bit;
        this.mask = 1L << bit;
        this.name = name;
    }

    public boolean isSet() {
        return (register.value() & mask) != 0;
    }

    /** True when this flag is among {@code bits}. */
    public boolean in(long bits) {
        return (bits & mask) != 0;
    }

    public void set(boolean on) {
        register.value(on ? register.value() | mask : register.value() & ~mask);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int lowestBit() {
        return bit;
    }

    @Override
    public int bits() {
        return 1;
    }
}
