package org.iomap.emulator.register;

/** Hears of accesses to registers that the model does not implement. */
@FunctionalInterface
public interface UnimplementedListener {
    /**
     * Called before the access takes effect.
     *
     * @param offset bytes from the start of the register map
     * @param isFirst true the first time since the register was reset
     */
    void touched(Register register, long offset, boolean isFirst);
}
