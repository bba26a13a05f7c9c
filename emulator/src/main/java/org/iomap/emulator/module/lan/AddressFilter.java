package org.iomap.emulator.module.lan;

import java.util.Arrays;

/** Which frames are for this station. */
final class AddressFilter {
    /** Bytes of an address. */
    static final int ADDRESS = 6;

    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

    private final Configuration configuration;
    private final byte[] station;
    private final byte[] individual = new byte[ADDRESS];
    private long multicasts;
    private long individuals;

    /** @param station the address after a reset */
    AddressFilter(Configuration configuration, byte[] station) {
        this.configuration = configuration;
        this.station = station.clone();
        reset();
    }

    void reset() {
        individual(station);
        multicasts = 0;
        individuals = 0;
    }

    void individual(byte[] address) {
        System.arraycopy(address, 0, individual, 0, ADDRESS);
    }

    byte[] individual() {
        return individual;
    }

    /** Replaces the hash of multicast addresses, or of further individual ones when the list is of those. */
    void list(byte[] addresses, int count) {
        long hash = 0;
        for (int at = 0; at < count; at++) {
            hash |= 1L << FrameCheck.hash(addresses, at * ADDRESS);
        }
        if (count > 0 && !isGroup(addresses) && configuration.multipleIndividualAddresses()) {
            individuals = hash;
        } else {
            multicasts = hash;
        }
    }

    long multicasts() {
        return multicasts;
    }

    boolean accepts(byte[] frame) {
        if (frame.length < ADDRESS) {
            return false;
        }
        if (configuration.promiscuous()) {
            return true;
        }
        if (isBroadcast(frame)) {
            return !configuration.broadcastDisabled();
        }
        if (isGroup(frame)) {
            return configuration.allMulticast() || isIn(multicasts, frame);
        }
        return isIndividual(frame) || (configuration.multipleIndividualAddresses() && isIn(individuals, frame));
    }

    /** True when a frame is for this station's own address. */
    boolean isIndividual(byte[] frame) {
        return Arrays.equals(frame, 0, ADDRESS, individual, 0, ADDRESS);
    }

    private static boolean isBroadcast(byte[] frame) {
        return Arrays.equals(frame, 0, ADDRESS, BROADCAST, 0, ADDRESS);
    }

    private static boolean isGroup(byte[] frame) {
        return (frame[0] & 1) != 0;
    }

    private static boolean isIn(long hashes, byte[] frame) {
        return (hashes >>> FrameCheck.hash(frame, 0) & 1) != 0;
    }
}
