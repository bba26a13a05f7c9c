package org.iomap.emulator.kernel;

import org.iomap.driver.MemoryArea;

/**
 * How a mapping came to be.
 *
 * @param call such as {@code ioctl IOMAPMAP}, {@code mmap}, {@code ioremap} or {@code dma_alloc_coherent}
 * @param protection {@link MemoryArea#PROT_READ} and {@link MemoryArea#PROT_WRITE}, added up
 * @param isShared false for MAP_PRIVATE: what is stored is seen by nobody else
 * @param offset bytes into the file or device at which it starts
 * @param path of the file through which it was made; "" when there was none
 */
public record Origin(String call, int protection, boolean isShared, long offset, String path) {
    /** Read and write, for everybody to see: what drivers make of I/O space. */
    public static Origin of(String call) {
        return of(call, "");
    }

    /** The same, of what was made through a file. */
    public static Origin of(String call, String path) {
        return new Origin(call, MemoryArea.PROT_READ | MemoryArea.PROT_WRITE, true, 0, path);
    }

    Origin further(long bytes) {
        return new Origin(call, protection, isShared, offset + bytes, path);
    }
}
