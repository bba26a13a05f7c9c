package org.iomap.protocol;

/** The width of one load or store, in the words of the PA-RISC architecture. On the wire it is its number of bytes. */
public enum Width {
    BYTE(1),
    HALFWORD(2),
    WORD(4),
    DOUBLEWORD(8);

    private final int bytes;
    private final long mask;

    Width(int bytes) {
        this.bytes = bytes;
        this.mask = -1L >>> (64 - 8 * bytes);
    }

    /**
     * Returns the width of {@code bytes} bytes.
     *
     * @throws ProtocolException if there is none
     */
    public static Width of(long bytes) {
        if (bytes == 4) {
            return WORD;
        }
        if (bytes == 1) {
            return BYTE;
        }
        if (bytes == 2) {
            return HALFWORD;
        }
        if (bytes == 8) {
            return DOUBLEWORD;
        }
        throw new ProtocolException(ProtocolCode.WIDTH, "an access is 1, 2, 4 or 8 bytes wide, not " + bytes);
    }

    public int bytes() {
        return bytes;
    }

    /** The values of this width: as many one bits as it has. */
    public long mask() {
        return mask;
    }

    /** True when {@code address} is a multiple of this width. */
    public boolean aligns(long address) {
        return (address & (bytes - 1)) == 0;
    }
}
