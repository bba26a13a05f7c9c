package org.iomap.emulator.module.lan;

import java.util.Arrays;
import java.util.zip.CRC32;

/** The frame check sequence of Ethernet, CRC-32, and the hash of addresses that the chip makes of the same CRC. */
public final class FrameCheck {
    /** Bytes at the end of a frame. */
    public static final int LENGTH = 4;

    private static final int HASH_SHIFT = 2;
    private static final int HASH_MASK = 0x3F;

    private FrameCheck() {}

    /** Returns a frame that is {@code length} bytes of {@code data} and their check sequence. */
    public static byte[] append(byte[] data, int length) {
        byte[] frame = Arrays.copyOf(data, length + LENGTH);
        long crc = crc(data, 0, length);
        for (int i = 0; i < LENGTH; i++) {
            frame[length + i] = (byte) (crc >>> (i * Byte.SIZE));
        }
        return frame;
    }

    static boolean isGood(byte[] frame) {
        int length = frame.length - LENGTH;
        if (length < 0) {
            return false;
        }
        long crc = crc(frame, 0, length);
        for (int i = 0; i < LENGTH; i++) {
            if (frame[length + i] != (byte) (crc >>> (i * Byte.SIZE))) {
                return false;
            }
        }
        return true;
    }

    /** Returns which of 64 an address is: bits 7 to 2 of the CRC as it is in the chip's shift register. */
    static int hash(byte[] addresses, int offset) {
        int register = Integer.reverse((int) ~crc(addresses, offset, AddressFilter.ADDRESS));
        return register >>> HASH_SHIFT & HASH_MASK;
    }

    private static long crc(byte[] data, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(data, offset, length);
        return crc.getValue();
    }
}
