package org.iomap.emulator.register;

/** One bit of a register. */
public final class Flag {
    private final Register register;
    private final long mask;

    Flag(Register register, int bit) {
        this.register = register;
        this.mask = 1L << bit;
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
}
