package org.iomap.emulator.pci;

import java.util.List;
import java.util.function.LongConsumer;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.Width;

/**
 * I/O or memory space of a PCI bus: what functions claim in it, and what a load gives where none does.
 *
 * <p>Source: hardware reference, sections 9.3 and 9.4.
 */
public final class ClaimedSpace implements Region {
    private static final long PORTS = 1 << 16;
    private static final long ADDRESSES = 1L << 32;

    private final long size;
    private final boolean unclaimedIsOnes;
    private final LongConsumer noTarget;
    private List<Claim> claims = List.of();

    private ClaimedSpace(long size, boolean unclaimedIsOnes, LongConsumer noTarget) {
        this.size = size;
        this.unclaimedIsOnes = unclaimedIsOnes;
        this.noTarget = noTarget;
    }

    /**
     * Ports: unclaimed ones read as all ones.
     *
     * @param noTarget hears of accesses that nobody claimed
     */
    public static ClaimedSpace io(LongConsumer noTarget) {
        return new ClaimedSpace(PORTS, true, noTarget);
    }

    /** Memory: unclaimed addresses read as zero; see {@link #io}. */
    public static ClaimedSpace memory(LongConsumer noTarget) {
        return new ClaimedSpace(ADDRESSES, false, noTarget);
    }

    /** From now on these are claimed; the first one wins. */
    public void claims(List<Claim> now) {
        claims = now;
    }

    public List<Claim> claims() {
        return claims;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long load(long offset, Width width) {
        Claim claim = find(offset, width);
        if (claim == null) {
            noTarget.accept(offset);
            return unclaimed(width);
        }
        return claim.region().load(offset - claim.start(), width);
    }

    @Override
    public void store(long offset, Width width, long value) {
        Claim claim = find(offset, width);
        if (claim == null) {
            noTarget.accept(offset);
        } else {
            claim.region().store(offset - claim.start(), width, value);
        }
    }

    @Override
    public long peek(long offset, Width width) {
        Claim claim = find(offset, width);
        return claim == null ? unclaimed(width) : claim.region().peek(offset - claim.start(), width);
    }

    private Claim find(long offset, Width width) {
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            long within = offset - claim.start();
            if (within >= 0 && within <= claim.region().size() - width.bytes()) {
                return claim;
            }
        }
        return null;
    }

    private long unclaimed(Width width) {
        return unclaimedIsOnes ? width.mask() : 0;
    }
}
