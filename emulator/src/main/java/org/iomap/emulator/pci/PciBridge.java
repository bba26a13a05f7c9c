package org.iomap.emulator.pci;

import org.iomap.emulator.bus.Claim;

/**
 * A PCI-PCI bridge: a function with a header of type 1, and the bus behind it.
 *
 * <p>Source: hardware reference, section 10.2; PCI-to-PCI Bridge Architecture 1.1 for what it forwards. Not there: VGA
 * and ISA modes, and the hot-plug controller whose capability the recorded bridge shows.
 */
final class PciBridge {
    private static final int SECONDARY = 0x19;
    private static final int SUBORDINATE = 0x1A;
    private static final int IO_BASE = 0x1C;
    private static final int MEMORY_BASE = 0x20;
    private static final int PREFETCHABLE_BASE = 0x24;
    private static final int PREFETCHABLE_BASE_UPPER = 0x28;
    private static final int PREFETCHABLE_LIMIT_UPPER = 0x2C;
    private static final int SECONDARY_RESET = 0x40;

    private final PciFunction function;
    private final PciBus secondary;
    private boolean isResetting;

    PciBridge(PciFunction function, PciBus secondary) {
        this.function = function.onConfigured(this::configured).onReset(this::reset);
        this.secondary = secondary;
    }

    PciBus secondary() {
        return secondary;
    }

    /** Of the bus behind it; 0 before it has one. */
    int number() {
        return function.get(SECONDARY, 1);
    }

    PciFunction function() {
        return function;
    }

    /** Returns the bus that has a number, or null when it is not behind this bridge. */
    PciBus find(int number) {
        int nearest = number();
        if (nearest == 0) {
            return null;
        }
        if (number == nearest) {
            return secondary;
        }
        return number > nearest && number <= function.get(SUBORDINATE, 1) ? secondary.behind(number) : null;
    }

    /** True when the bridge passes all of a claim's addresses on to the bus behind it. */
    boolean forwards(Claim claim, boolean io) {
        if (io) {
            return function.decodes(true)
                    && within(claim, function.get(IO_BASE, 1) >> 4, function.get(IO_BASE + 1, 1) >> 4, 12);
        }
        return function.decodes(false) && (forwardsMemory(claim) || forwardsPrefetchable(claim));
    }

    private boolean forwardsMemory(Claim claim) {
        return within(claim, function.get(MEMORY_BASE, 2) >> 4, function.get(MEMORY_BASE + 2, 2) >> 4, 20);
    }

    private boolean forwardsPrefetchable(Claim claim) {
        long base = upper(PREFETCHABLE_BASE_UPPER) | function.get(PREFETCHABLE_BASE, 2) >> 4;
        long limit = upper(PREFETCHABLE_LIMIT_UPPER) | function.get(PREFETCHABLE_BASE + 2, 2) >> 4;
        return within(claim, base, limit, 20);
    }

    /** The upper 32 bits of an address, in units of 1 MiB. */
    private long upper(int offset) {
        return Integer.toUnsignedLong(function.get(offset, 4)) << 12;
    }

    /** @param shift log2 of the unit of base and limit; the limit's unit belongs to what is forwarded */
    private static boolean within(Claim claim, long base, long limit, int shift) {
        long last = claim.start() + claim.region().size() - 1;
        return base <= limit && claim.start() >>> shift >= base && last >>> shift <= limit;
    }

    private void reset() {
        isResetting = false;
        secondary.reset();
    }

    private void configured() {
        boolean wasResetting = isResetting;
        isResetting = (function.get(PciHeader.BRIDGE_CONTROL, 2) & SECONDARY_RESET) != 0;
        if (isResetting && !wasResetting) {
            secondary.reset();
        }
    }
}
