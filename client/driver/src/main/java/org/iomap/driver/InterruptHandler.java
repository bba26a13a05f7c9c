package org.iomap.driver;

/** Called when an interrupt line rises. The line stays masked meanwhile; one that is still high then calls again. */
@FunctionalInterface
public interface InterruptHandler {
    /** @param count rises since the last call, at least 1 */
    void handle(long count);
}
