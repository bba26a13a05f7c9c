package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import org.iomap.protocol.Width;

/** Elements of a block: numbers of one width, big-endian. */
public final class Elements {
    private Elements() {}

    public static void put(ByteBuffer into, Width width, long value) {
        switch (width) {
            case BYTE -> into.put((byte) value);
            case HALFWORD -> into.putShort((short) value);
            case WORD -> into.putInt((int) value);
            case DOUBLEWORD -> into.putLong(value);
        }
    }

    public static long get(ByteBuffer from, int at, Width width) {
        return switch (width) {
            case BYTE -> Byte.toUnsignedLong(from.get(at));
            case HALFWORD -> Short.toUnsignedLong(from.getShort(at));
            case WORD -> Integer.toUnsignedLong(from.getInt(at));
            case DOUBLEWORD -> from.getLong(at);
        };
    }
}
