package org.iomap.emulator.kernel.driver;

import org.iomap.emulator.kernel.Pregion;
import org.iomap.emulator.kernel.iomap.LiveMappings;

/**
 * What a driver has mapped into the kernel.
 *
 * @param pregion at kernel addresses, in the driver's own address space
 * @param live what rule 14 is about; null for DMA memory
 */
record KernelMapping(Pregion pregion, LiveMappings.KernelMapping live) {
    boolean isDma() {
        return live == null;
    }
}
