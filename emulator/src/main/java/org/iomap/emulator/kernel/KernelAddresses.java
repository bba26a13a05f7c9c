package org.iomap.emulator.kernel;

import static org.iomap.protocol.Errno.ENOMEM;

import java.util.Map;
import java.util.TreeMap;

/**
 * Kernel virtual addresses, from 0x1_0000_0000 on: never in use twice in a machine. The equivalent address, 0x1_0000_0000
 * plus the physical one, is taken where it is free, as PA-RISC kernels map their I/O space.
 */
public final class KernelAddresses {
    static final long BASE = 0x1_0000_0000L;

    private static final long OTHERS = 0x2_0000_0000L;
    private static final long END = 0x10_0000_0000L;

    private final TreeMap<Long, Long> taken = new TreeMap<>();

    KernelAddresses() {}

    /** True for an address that no process has. */
    static boolean isKernel(long address) {
        return address >= BASE;
    }

    /**
     * Takes addresses for whole pages.
     *
     * @throws SystemCallException ENOMEM when none are left together
     */
    public long take(long physical, long length) {
        long address = isFree(BASE + physical, length) ? BASE + physical : gap(length);
        taken.put(address, length);
        return address;
    }

    public void give(long address) {
        taken.remove(address);
    }

    private boolean isFree(long address, long length) {
        Map.Entry<Long, Long> below = taken.lowerEntry(address + length);
        return below == null || below.getKey() + below.getValue() <= address;
    }

    private long gap(long length) {
        long address = OTHERS;
        for (Map.Entry<Long, Long> range : taken.tailMap(OTHERS).entrySet()) {
            if (range.getKey() - address >= length) {
                return address;
            }
            address = range.getKey() + range.getValue();
        }
        if (address > END - length) {
            throw new SystemCallException(ENOMEM, 0, "no kernel addresses are left", length);
        }
        return address;
    }
}
