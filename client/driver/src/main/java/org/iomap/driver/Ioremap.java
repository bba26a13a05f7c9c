package org.iomap.driver;

/** The kernel's own mapping of I/O space. */
public interface Ioremap extends KernelMemory, AutoCloseable {
    /** Where in physical space it starts. */
    long physical();

    Rights rights();

    /** Unmaps it: iounmap. */
    @Override
    void close();
}
