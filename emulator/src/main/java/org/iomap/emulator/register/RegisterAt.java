package org.iomap.emulator.register;

/**
 * A register and where it is.
 *
 * @param address bytes: in a register map from its start, in a machine physical
 */
public record RegisterAt(long address, Register register) {
    /** The same register seen from {@code base} bytes further down. */
    public RegisterAt from(long base) {
        return new RegisterAt(base + address, register);
    }
}
