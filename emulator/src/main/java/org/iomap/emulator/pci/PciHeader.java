package org.iomap.emulator.pci;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration header of a function as its data sheet has it: what each byte holds after a reset, and which of its
 * bits can be written. It never changes, so all functions of a kind share one.
 *
 * <p>Source: hardware reference, section 10. Numbers are little-endian there, as on PCI everywhere. From 0x40 on bytes
 * outside capabilities are plain memory.
 */
public final class PciHeader {
    static final int SIZE = 256;

    static final int VENDOR = 0x00;
    static final int DEVICE = 0x02;
    static final int COMMAND = 0x04;
    static final int STATUS = 0x06;
    static final int CLASS_CODE = 0x09;
    static final int FIRST_BAR = 0x10;
    static final int CAPABILITIES = 0x34;
    static final int BRIDGE_CONTROL = 0x3E;

    private static final int HEADER_TYPE = 0x0E;
    private static final int BRIDGE = 1;
    private static final int ROM_OF_FUNCTION = 0x30;
    private static final int ROM_OF_BRIDGE = 0x38;
    private static final int HEADER_END = 0x40;
    private static final int COMMAND_WRITABLE = 0x0507;
    private static final int HAS_CAPABILITIES = 0x10;

    private final byte[] reset = new byte[SIZE];
    private final byte[] writable = new byte[SIZE];
    private final List<BaseAddress> bars = new ArrayList<>();
    private int messageCapability;
    private int nextPointer = CAPABILITIES;

    private PciHeader() {}

    /** Starts the table of a function; its other numbers follow. */
    public static Builder function(int vendor, int device) {
        return new Builder(vendor, device, 0);
    }

    /** Starts the table of a PCI-PCI bridge (header type 1). */
    public static Builder bridge(int vendor, int device) {
        return new Builder(vendor, device, BRIDGE);
    }

    public boolean isBridge() {
        return (reset[HEADER_TYPE] & 0x7F) == BRIDGE;
    }

    byte[] reset() {
        return reset;
    }

    int writable(int offset) {
        return writable[offset];
    }

    List<BaseAddress> bars() {
        return bars;
    }

    /** Where the capability for message interrupts is, or 0. */
    int messageCapability() {
        return messageCapability;
    }

    private void put(int offset, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            reset[offset + i] = (byte) (value >>> (8 * i));
        }
    }

    private void allow(int offset, int bytes, long mask) {
        for (int i = 0; i < bytes; i++) {
            writable[offset + i] = (byte) (mask >>> (8 * i));
        }
    }

    /** The rows of a header's table. */
    public static final class Builder {
        private static final int POWER_OF_TWO_AT_LEAST = 4;
        private static final int MESSAGE_INTERRUPTS = 0x05;

        private final PciHeader header = new PciHeader();
        private final int type;

        private Builder(int vendor, int device, int type) {
            this.type = type;
            header.put(0x00, 2, vendor);
            header.put(0x02, 2, device);
            header.put(HEADER_TYPE, 1, type);
            header.allow(COMMAND, 2, COMMAND_WRITABLE);
            header.allow(0x0C, 1, 0xFF);
            header.allow(0x3C, 1, 0xFF);
            for (int offset = HEADER_END; offset < SIZE; offset += 4) {
                header.allow(offset, 4, 0xFFFF_FFFFL);
            }
        }

        /** @param code class, subclass and programming interface, one byte each */
        public Builder classCode(int code) {
            header.put(0x09, 3, code);
            return this;
        }

        public Builder revision(int revision) {
            header.put(0x08, 1, revision);
            return this;
        }

        /** DEVSEL timing, fast back-to-back, 66 MHz; a capability list shows by itself. */
        public Builder status(int status) {
            header.put(STATUS, 2, status);
            return this;
        }

        public Builder latencyTimer(int latencyTimer) {
            header.put(0x0D, 1, latencyTimer);
            return this;
        }

        /** Other functions are in the slot beside this one. */
        public Builder multifunction() {
            header.put(HEADER_TYPE, 1, type | 0x80);
            return this;
        }

        public Builder subsystem(int vendor, int device) {
            header.put(0x2C, 2, vendor);
            header.put(0x2E, 2, device);
            return this;
        }

        /** @param pin 1 is INTA, 4 is INTD */
        public Builder pin(int pin) {
            header.put(0x3D, 1, pin);
            return this;
        }

        public Builder grantAndLatency(int minGrant, int maxLatency) {
            header.put(0x3E, 1, minGrant);
            header.put(0x3F, 1, maxLatency);
            return this;
        }

        /** @param size of this and of all base addresses: bytes, a power of two */
        public Builder io(int bar, long size) {
            return bar(BaseAddress.io(FIRST_BAR + 4 * bar, size));
        }

        public Builder memory(int bar, long size) {
            return bar(BaseAddress.memory(FIRST_BAR + 4 * bar, size, false));
        }

        public Builder prefetchable(int bar, long size) {
            return bar(BaseAddress.memory(FIRST_BAR + 4 * bar, size, true));
        }

        /** The next BAR is the upper half of this one. */
        public Builder memory64(int bar, long size) {
            return bar(BaseAddress.memory64(FIRST_BAR + 4 * bar, size, false));
        }

        /** See {@link #memory64}. */
        public Builder prefetchable64(int bar, long size) {
            return bar(BaseAddress.memory64(FIRST_BAR + 4 * bar, size, true));
        }

        public Builder rom(long size) {
            return bar(BaseAddress.rom(type == BRIDGE ? ROM_OF_BRIDGE : ROM_OF_FUNCTION, size));
        }

        /** Any other four bytes. */
        public Builder dword(int offset, long reset, long writable) {
            header.put(offset, 4, reset);
            header.allow(offset, 4, writable);
            return this;
        }

        /**
         * Appends an entry to the capability list.
         *
         * @param dwords read-only; the first has the id in its lowest byte, and the byte above it is filled in
         */
        public Builder capability(int offset, long... dwords) {
            for (int i = 0; i < dwords.length; i++) {
                dword(offset + 4 * i, dwords[i], 0);
            }
            header.put(offset + 1, 1, 0);
            header.put(header.nextPointer, 1, offset);
            header.nextPointer = offset + 1;
            header.reset[STATUS] |= HAS_CAPABILITIES;
            return this;
        }

        /** Lets some bits of a capability's four bytes be written. */
        public Builder writable(int offset, long mask) {
            header.allow(offset, 4, mask);
            return this;
        }

        /** A capability of one message (MSI) with a 32-bit address: PCI Local Bus Specification 2.3, section 6.8. */
        public Builder messageInterrupts(int offset) {
            header.messageCapability = offset;
            capability(offset, MESSAGE_INTERRUPTS, 0, 0);
            return writable(offset, 0x0001_0000L)
                    .writable(offset + 4, 0xFFFF_FFFCL)
                    .writable(offset + 8, 0x0000_FFFFL);
        }

        public PciHeader build() {
            return header;
        }

        private Builder bar(BaseAddress bar) {
            if (Long.bitCount(bar.size()) != 1 || bar.size() < POWER_OF_TWO_AT_LEAST) {
                throw new IllegalArgumentException("0x%x is not a power of two".formatted(bar.size()));
            }
            int bytes = bar.is64Bit() ? 8 : 4;
            header.put(bar.offset(), bytes, bar.typeBits());
            header.allow(bar.offset(), bytes, bar.writable());
            header.bars.add(bar);
            return this;
        }
    }
}
