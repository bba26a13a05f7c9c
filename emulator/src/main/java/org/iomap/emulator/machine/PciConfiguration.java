package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/**
 * The configuration space of the PCI bus, as firmware and a kernel use it: not through the registers of Dino, and
 * without a trace. A number is as software on a PC sees it.
 */
public interface PciConfiguration {
    /** The windows onto PCI memory that are open now: bit n is the one at 0xF0000000 + n * 8 MiB. */
    long windows();

    /** The functions that are found now, by address. */
    List<PciDeviceEntry> devices();

    /**
     * Loads; where no function is, all ones.
     *
     * @param function bus in bits 15:8, slot in 7:3, its number in 2:0
     * @param offset 0 to 255, a multiple of {@code width}
     */
    long load(int function, int offset, Width width);

    /** Stores; see {@link #load}. */
    void store(int function, int offset, Width width, long value);
}
