package org.iomap.driver;

import java.nio.ByteBuffer;
import org.iomap.protocol.Width;

/**
 * Memory or registers at kernel virtual addresses.
 *
 * <p>The processor is big-endian. A native access ({@link #load}, {@code ioread32be}) is as on the bus; those that
 * Linux names {@code readw}, {@code readl} and {@code readq} are for little-endian devices and swap the bytes of the
 * value. Every access takes effect before the next one. An offset or a width that nothing answers is a bus error: a
 * {@link DriverException} EFAULT, or a machine check, as the machine is set.
 */
public interface KernelMemory {
    /** Kernel virtual, of the first byte. */
    long address();

    /** Bytes. */
    long length();

    /** @param offset bytes, a multiple of {@code width} */
    long load(Width width, long offset);

    void store(Width width, long offset, long value);

    /** Loads from one offset until {@code into}, big-endian, is full: ioread32_rep, as a FIFO port is emptied. */
    void loadRepeated(Width width, long offset, ByteBuffer into);

    /** Stores all of {@code from}, big-endian, to one offset: iowrite32_rep. */
    void storeRepeated(Width width, long offset, ByteBuffer from);

    /** Loads consecutive bytes, a word at a time where it is aligned: memcpy_fromio. */
    void read(long offset, ByteBuffer into);

    /** Stores consecutive bytes: memcpy_toio. */
    void write(long offset, ByteBuffer from);

    /** Every access before has taken effect when it returns: mb. */
    void mb();

    default int readb(long offset) {
        return (int) load(Width.BYTE, offset);
    }

    default int readw(long offset) {
        return Short.toUnsignedInt(Short.reverseBytes((short) load(Width.HALFWORD, offset)));
    }

    default int readl(long offset) {
        return Integer.reverseBytes((int) load(Width.WORD, offset));
    }

    default long readq(long offset) {
        return Long.reverseBytes(load(Width.DOUBLEWORD, offset));
    }

    default void writeb(int value, long offset) {
        store(Width.BYTE, offset, value & Width.BYTE.mask());
    }

    default void writew(int value, long offset) {
        store(Width.HALFWORD, offset, Short.toUnsignedLong(Short.reverseBytes((short) value)));
    }

    default void writel(int value, long offset) {
        store(Width.WORD, offset, Integer.toUnsignedLong(Integer.reverseBytes(value)));
    }

    default void writeq(long value, long offset) {
        store(Width.DOUBLEWORD, offset, Long.reverseBytes(value));
    }

    default int ioread16be(long offset) {
        return (int) load(Width.HALFWORD, offset);
    }

    default int ioread32be(long offset) {
        return (int) load(Width.WORD, offset);
    }

    default long ioread64be(long offset) {
        return load(Width.DOUBLEWORD, offset);
    }

    default void iowrite16be(int value, long offset) {
        store(Width.HALFWORD, offset, value & Width.HALFWORD.mask());
    }

    default void iowrite32be(int value, long offset) {
        store(Width.WORD, offset, value & Width.WORD.mask());
    }

    default void iowrite64be(long value, long offset) {
        store(Width.DOUBLEWORD, offset, value);
    }
}
