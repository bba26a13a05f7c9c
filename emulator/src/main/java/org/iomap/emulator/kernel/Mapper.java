package org.iomap.emulator.kernel;

/** Who makes mappings, and has to do with their end. */
public interface Mapper {
    /**
     * Takes away a whole mapping, because munmap(2) wants it.
     *
     * @throws SystemCallException if munmap(2) is not the way
     */
    void munmap(UserProcess process, Pregion pregion);

    /** Called once for each mapping that a process no longer has, however that came about. */
    default void unmapped(UserProcess process, Pregion pregion) {}
}
