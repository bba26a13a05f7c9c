package org.iomap.driver;

/** Host memory that a driver shares with its device. */
public interface DmaMemory extends KernelMemory, AutoCloseable {
    /** What the device is told: dma_addr_t. */
    long busAddress();

    /** Frees it: dma_free_coherent. */
    @Override
    void close();
}
