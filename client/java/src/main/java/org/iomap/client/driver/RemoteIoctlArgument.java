package org.iomap.client.driver;

import org.iomap.driver.IoctlArgument;

/** It travels with the call, and back with the answer. */
final class RemoteIoctlArgument implements IoctlArgument {
    private long value;

    RemoteIoctlArgument(long value) {
        this.value = value;
    }

    @Override
    public long get() {
        return value;
    }

    @Override
    public void set(long next) {
        value = next;
    }
}
