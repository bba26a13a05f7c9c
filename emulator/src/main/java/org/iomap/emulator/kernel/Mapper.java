package org.iomap.emulator.kernel;

/** Who makes mappings, and has to do with what becomes of them: vm_operations_struct. */
public interface Mapper {
    /** One that does not care. */
    Mapper NOBODY = new Mapper() {};

    /** What {@link #page} returns when there is none. */
    long NO_PAGE = -1;

    /**
     * Asked before munmap(2), or an mmap(2) to a fixed address, takes a mapping away or a part of it.
     *
     * @throws SystemCallException if that is not the way
     */
    default void requireRemovable(Pregion pregion) {}

    /** Called for each mapping that mmap(2) has made, and for each that is what is left of another. */
    default void mapped(UserProcess process, Pregion pregion) {}

    /** Whether its mappings lose the addresses that a driver claims for itself: request_mem_region_exclusive. */
    default boolean isRevocable() {
        return false;
    }

    /** Called once for each mapping that a process no longer has, however that came about. */
    default void unmapped(UserProcess process, Pregion pregion) {}

    /**
     * Finds the page behind a place that is accessed and had none so far.
     *
     * @param offset bytes from the start of the mapping, a multiple of the page
     * @return where the page is, or {@link #NO_PAGE}: the access is SIGBUS
     */
    default long page(Pregion pregion, long offset) {
        return NO_PAGE;
    }
}
