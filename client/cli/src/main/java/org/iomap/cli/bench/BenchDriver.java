package org.iomap.cli.bench;

import java.nio.ByteBuffer;
import org.iomap.driver.Driver;
import org.iomap.driver.FileOperations;
import org.iomap.driver.Kernel;
import org.iomap.driver.MemoryArea;
import org.iomap.driver.OpenFile;

/** A driver that does as little as one can: read(2) is at the end of the file, mmap(2) gives the page of uart0. */
final class BenchDriver implements Driver, FileOperations {
    static final String DEVICE = "/dev/bench";

    private static final long UART_PAGE = 0xFFD0_5000L;
    private static final int PERMISSIONS = 0666;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public void init(Kernel kernel) {
        kernel.registerChrdev(0, this).createNode(DEVICE, 0, PERMISSIONS);
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        return 0;
    }

    @Override
    public void mmap(OpenFile file, MemoryArea area) {
        area.remapPfnRange(0, UART_PAGE, area.length());
    }
}
