package org.iomap.emulator.architecture;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.W;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;

/**
 * The I/O dependent code (IODC) of a module: sixteen bytes that say what it is, and then its entry points.
 *
 * <p>Source: hardware reference, sections 1.4 and 2. Hardware: the entry points are code. Here: where a module has
 * some, a text says that they are not.
 */
public final class Iodc {
    /** Of what is no module of the I/O architecture. */
    public static final Iodc NONE = Iodc.of(0, 0, 0);

    /** Of its registers in the HPA of a module, in bytes. */
    public static final int OFFSET = 0x08;

    private static final int BYTES = 16;
    private static final int TYPE = 3;
    private static final int WORD_WIDE = 0x40;
    private static final int ENTRY_POINTS = 15;
    private static final long ADDRESS_BITS = 0xFFFF_FFFFL;
    private static final byte[] NOT_CODE = "The entry points of this IODC are not code: no instruction runs here.\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private Iodc(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes sixteen, in hexadecimal, with blanks between them */
    public static Iodc of(String bytes) {
        byte[] parsed = HexFormat.ofDelimiter(" ").parseHex(bytes);
        if (parsed.length != BYTES) {
            throw new IllegalArgumentException("an IODC has " + BYTES + " bytes, not " + parsed.length);
        }
        return new Iodc(parsed);
    }

    /**
     * Returns the IODC of a module of which nothing else is known: it has eight bytes.
     *
     * @param type of the I/O architecture
     * @param hversion the 12-bit model
     * @param sversion the 20-bit model
     */
    public static Iodc of(int type, int hversion, int sversion) {
        byte[] bytes = new byte[BYTES];
        bytes[0] = (byte) (hversion >>> 4);
        bytes[1] = (byte) (hversion << 4);
        bytes[TYPE] = (byte) type;
        bytes[4] = (byte) (sversion >>> 16);
        bytes[5] = (byte) (sversion >>> 8);
        bytes[6] = (byte) sversion;
        return new Iodc(bytes);
    }

    /** Module type of the I/O architecture. */
    public int type() {
        return bytes[TYPE] & 0x1F;
    }

    /** Hardware version: the 12-bit model, without the revision. */
    public int hversion() {
        return at(0) << 4 | at(1) >>> 4;
    }

    /** Software version: the 20-bit model, without revision and options. */
    public int sversion() {
        return (at(4) & 0xF) << 16 | at(5) << 8 | at(6);
    }

    /** Adds the two registers that it is read through; {@code offset} is that of both. */
    public void addTo(RegisterBank registers, int offset) {
        Register address = registers.add(offset, "IO_DC_ADDRESS", W, 0, ADDRESS_BITS);
        registers.add(offset, "IO_DC_DATA", R, 0, 0).live(() -> data(address.value()));
    }

    /** What IO_DC_DATA shows: a word where the ROM is word-wide, else one byte in the lowest bits. */
    private long data(long address) {
        if ((at(TYPE) & WORD_WIDE) == 0) {
            return at(address);
        }
        long word = address & ~3L;
        return (long) at(word) << 24 | at(word + 1) << 16 | at(word + 2) << 8 | at(word + 3);
    }

    private int at(long address) {
        if (address < BYTES) {
            return Byte.toUnsignedInt(bytes[(int) address]);
        }
        boolean isText = bytes[ENTRY_POINTS] != 0 && address - BYTES < NOT_CODE.length;
        return isText ? NOT_CODE[(int) (address - BYTES)] : 0;
    }

    /** The sixteen bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
