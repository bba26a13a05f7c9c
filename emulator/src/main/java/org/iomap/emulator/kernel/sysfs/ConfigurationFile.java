package org.iomap.emulator.kernel.sysfs;

import java.nio.ByteBuffer;
import org.iomap.driver.FileOperations;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.protocol.Width;

/**
 * The configuration space of a PCI function, as bytes: all 256 for root, the standard header for everybody else. Each
 * read is of what is there now.
 *
 * <p>Source: Linux 6.12, drivers/pci/pci-sysfs.c, pci_read_config and pci_write_config.
 */
final class ConfigurationFile implements FileOperations {
    private static final int SIZE = 256;
    private static final int HEADER = 64;

    private final Hardware hardware;
    private final int function;

    ConfigurationFile(Hardware hardware, int function) {
        this.hardware = hardware;
        this.function = function;
    }

    @Override
    public int read(OpenFile file, ByteBuffer into, long position) {
        int size = file.uid() == 0 ? SIZE : HEADER;
        int count = count(into, position, size);
        for (int i = 0; i < count; i++) {
            into.put((byte) hardware.configLoad(function, (int) position + i, Width.BYTE));
        }
        return count;
    }

    /** Stores as few and as wide numbers as there are, so that a register does not change byte by byte. */
    @Override
    public int write(OpenFile file, ByteBuffer from, long position) {
        int count = count(from, position, SIZE);
        int at = (int) Math.min(position, SIZE);
        int end = at + count;
        while (at < end) {
            Width width = widest(at, end - at);
            hardware.configStore(function, at, width, littleEndian(from, width));
            at += width.bytes();
        }
        return count;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    private static int count(ByteBuffer buffer, long position, int size) {
        return position >= size ? 0 : Math.min(buffer.remaining(), size - (int) position);
    }

    private static Width widest(int at, int bytes) {
        Width width = Width.WORD;
        while (width.bytes() > bytes || !width.aligns(at)) {
            width = Width.of(width.bytes() / 2);
        }
        return width;
    }

    private static long littleEndian(ByteBuffer from, Width width) {
        long value = 0;
        for (int i = 0; i < width.bytes(); i++) {
            value |= Byte.toUnsignedLong(from.get()) << (Byte.SIZE * i);
        }
        return value;
    }
}
