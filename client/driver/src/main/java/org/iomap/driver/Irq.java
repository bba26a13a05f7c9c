package org.iomap.driver;

/** An interrupt line that a driver has requested. */
public interface Irq extends AutoCloseable {
    /** Such as {@code dino.1}. */
    String line();

    /** Masks the line, and frees it: free_irq. */
    @Override
    void close();
}
