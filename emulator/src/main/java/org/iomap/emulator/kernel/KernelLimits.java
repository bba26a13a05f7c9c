package org.iomap.emulator.kernel;

import org.iomap.protocol.Limit;

/**
 * How much a process, and the machine, may take.
 *
 * @param descriptors of one process; past it EMFILE (rule 27)
 * @param windows mappings of one process; past it ENOSPC (rule 25)
 * @param mappedBytes of one process; past it ENOMEM (rule 24)
 * @param totalDescriptors of all processes; past it ENFILE (rule 27)
 * @param totalWindows the machine's table of mappings; past it ENOSPC (rule 25)
 */
public record KernelLimits(int descriptors, int windows, long mappedBytes, int totalDescriptors, int totalWindows) {
    /** What is in force where no setting says otherwise: the defaults of the protocol's registry. */
    public static KernelLimits builtIn() {
        return new KernelLimits(
                (int) Limit.DESCRIPTORS.defaultValue(),
                (int) Limit.WINDOWS.defaultValue(),
                Limit.MAPPED_BYTES.defaultValue(),
                (int) Limit.TOTAL_DESCRIPTORS.defaultValue(),
                (int) Limit.TOTAL_WINDOWS.defaultValue());
    }
}
