package org.iomap.driver;

/**
 * What mmap(2) is about to map: vm_area_struct. A driver fills all of it with physical pages; what it leaves out is
 * SIGBUS for the process.
 */
public interface MemoryArea {
    int PROT_READ = 1;
    int PROT_WRITE = 2;

    /** Where the process will see it. */
    long address();

    /** Bytes, a multiple of the page. */
    long length();

    /** Bytes into the device, a multiple of the page: vm_pgoff. */
    long offset();

    /** {@link #PROT_READ} and {@link #PROT_WRITE}, added up. */
    int protection();

    /** False for MAP_PRIVATE. */
    boolean isShared();

    /**
     * Puts physical pages of I/O space into it: remap_pfn_range and io_remap_pfn_range.
     *
     * @param at bytes from the start of the area, a multiple of the page
     * @param physical a multiple of the page
     * @param length bytes, a multiple of the page
     * @throws DriverException EINVAL when they are not all inside the area and I/O space, or overlap others of it
     */
    void remapPfnRange(long at, long physical, long length);

    /** Puts the driver's own DMA memory into it: dma_mmap_coherent. */
    void remapDma(long at, DmaMemory memory);
}
