package org.iomap.emulator.kernel.driver;

import org.iomap.protocol.Limit;

/**
 * How much one driver may take, and how long its callers wait.
 *
 * @param callMillis after which a call that was not answered fails
 * @param calls in flight at once
 * @param dmaBytes of DMA memory
 */
public record DriverLimits(long callMillis, long calls, long dmaBytes) {
    /** What is in force where no setting says otherwise. */
    public static DriverLimits builtIn() {
        return new DriverLimits(
                Limit.CALL_MILLIS.defaultValue(), Limit.CALLS.defaultValue(), Limit.DMA_BYTES.defaultValue());
    }
}
