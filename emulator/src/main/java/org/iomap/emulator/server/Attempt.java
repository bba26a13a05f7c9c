package org.iomap.emulator.server;

import org.iomap.emulator.kernel.Direction;
import org.iomap.protocol.Width;

/**
 * The access that a failing request was about.
 *
 * @param address of the process, or physical for the monitor
 * @param width null where there was no access
 * @param completed elements done before the failure
 */
record Attempt(long address, Width width, Direction direction, long completed) {
    static final Attempt NONE = new Attempt(0, null, null, 0);

    int bytes() {
        return width == null ? 0 : width.bytes();
    }

    int directionNumber() {
        return direction == null ? 0 : direction.number();
    }
}
