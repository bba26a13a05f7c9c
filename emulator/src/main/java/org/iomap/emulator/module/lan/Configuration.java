package org.iomap.emulator.module.lan;

/** What the Configure command sets: up to 14 bytes. Those of the last four that are off by default are off when 1. */
final class Configuration {
    static final int BYTES = 14;

    /** Loopback modes: the frame stays in the chip, or goes out as well. */
    static final int NO_LOOPBACK = 0;

    static final int INTERNAL_LOOPBACK = 1;

    private static final int LEAST_BYTES = 4;
    private static final int COUNT_MASK = 0xF;
    private static final int MONITOR_OFF = 3;
    private static final byte[] DEFAULTS = {
        0x0E, (byte) 0xC8, 0x40, 0x26, 0x00, 0x60, 0x00, (byte) 0xF2, 0x00, 0x00, 0x40, (byte) 0xFF, 0x00, 0x3F
    };

    private final byte[] bytes = DEFAULTS.clone();

    void reset() {
        System.arraycopy(DEFAULTS, 0, bytes, 0, BYTES);
    }

    /** Takes as many of {@code parameters} as the first of them says, four at least. */
    void set(byte[] parameters) {
        int count = Math.min(BYTES, Math.max(LEAST_BYTES, parameters[0] & COUNT_MASK));
        System.arraycopy(parameters, 0, bytes, 0, count);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean savesBadFrames() {
        return bit(2, 7);
    }

    /** Otherwise the chip inserts its own address into what it sends. */
    boolean sourceIsInTheData() {
        return bit(3, 3);
    }

    int loopback() {
        return bytes[3] >>> 6 & 3;
    }

    boolean promiscuous() {
        return bit(8, 0);
    }

    boolean broadcastDisabled() {
        return bit(8, 1);
    }

    boolean noCrcInsertion() {
        return bit(8, 4);
    }

    /** Bytes with the check sequence; a shorter frame is a bad one. */
    int minimumFrameLength() {
        return bytes[10] & 0xFF;
    }

    boolean checksLengthField() {
        return !bit(11, 1);
    }

    boolean crcInMemory() {
        return !bit(11, 2);
    }

    boolean allMulticast() {
        return !bit(11, 5);
    }

    boolean multipleIndividualAddresses() {
        return bit(13, 6);
    }

    /** Returns what the model does not do of it, or "". */
    String unimplemented() {
        if ((bytes[1] >>> 6 & 3) != MONITOR_OFF) {
            return "monitor mode";
        }
        if ((bytes[3] & 7) != AddressFilter.ADDRESS) {
            return "addresses that are not 6 bytes long";
        }
        if (bit(8, 5)) {
            return "CRC-16";
        }
        if (bit(8, 6)) {
            return "bit stuffing";
        }
        return bit(8, 7) ? "padding" : "";
    }

    private boolean bit(int index, int number) {
        return (bytes[index] >>> number & 1) != 0;
    }
}
