package org.iomap.emulator.register;

import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/** An access to several narrow registers at once: to each after the other, the most significant first. */
final class SplitAccess {
    private SplitAccess() {}

    static long load(Region narrow, long offset, Width access, Width part) {
        long value = 0;
        for (int i = 0; i < access.bytes(); i += part.bytes()) {
            value = value << bits(part) | narrow.load(offset + i, part);
        }
        return value;
    }

    static long peek(Region narrow, long offset, Width access, Width part) {
        long value = 0;
        for (int i = 0; i < access.bytes(); i += part.bytes()) {
            value = value << bits(part) | narrow.peek(offset + i, part);
        }
        return value;
    }

    static void store(Region narrow, long offset, Width access, Width part, long value) {
        for (int i = 0; i < access.bytes(); i += part.bytes()) {
            int shift = Byte.SIZE * (access.bytes() - i) - bits(part);
            narrow.store(offset + i, part, value >>> shift & part.mask());
        }
    }

    private static int bits(Width width) {
        return Byte.SIZE * width.bytes();
    }
}
