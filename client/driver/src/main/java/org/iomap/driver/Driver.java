package org.iomap.driver;

/** A driver: module_init, module_exit, and what they register. */
public interface Driver {
    /** 1 to 64 of {@code A-Z a-z 0-9 . _ -}, as lsdev(1M) and the trace show it. */
    String name();

    /**
     * Finds its hardware, and registers what it offers: module_init.
     *
     * @throws DriverException if it cannot work here; everything it had taken is released
     */
    void init(Kernel kernel);

    /** The driver is about to go: module_exit. Whatever it still holds is released afterwards. */
    default void exit() {}
}
