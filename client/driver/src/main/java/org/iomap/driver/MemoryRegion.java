package org.iomap.driver;

/** Physical addresses that a driver has claimed, as /proc/iomem shows them. */
public interface MemoryRegion extends AutoCloseable {
    long physical();

    /** Bytes. */
    long length();

    /** Gives them back: release_mem_region. */
    @Override
    void close();
}
