package org.iomap.client;

/** How long a window is: IOMAPMAP does not say, the minor number of the device does. */
final class RegionSize {
    private static final long ADDRESS_SPACE_END = 0x1_0000_0000L;
    private static final long PAGE = 4096;

    private RegionSize() {}

    /** Rules 3 and 4: the minor number is 0xAAAASM, the size M * 2^S pages. */
    static long of(int minor) {
        return ((minor & 0xF) * PAGE) << ((minor >> 4) & 0xF);
    }

    /** Where the special file is gone by now, a window ends with the address space, and the server checks the rest. */
    static long of(RemoteProcess process, String path, long address) {
        try {
            return of(process.stat(path).minor());
        } catch (ErrnoException e) {
            return ADDRESS_SPACE_END - address;
        }
    }
}
