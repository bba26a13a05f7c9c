package org.iomap.emulator.machine;

/** Ethernet addresses as text. */
final class MacAddress {
    private static final int BYTES = 6;

    private MacAddress() {}

    /** Returns an address of HP's for a machine of which nothing was said. */
    static String ofStation(int number) {
        return "08:00:09:%02x:%02x:%02x".formatted(number >>> 16 & 0xFF, number >>> 8 & 0xFF, number & 0xFF);
    }

    static byte[] parse(String text) {
        String[] parts = text.split(":", BYTES);
        byte[] address = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            address[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return address;
    }
}
