package org.iomap.emulator.bus;

import org.iomap.protocol.BusCode;

/** What the bus knows of a module: whether an access is in it, and whether it has failed. */
final class ModuleState {
    private final String name;
    private boolean isBusy;
    private boolean hasFailed;

    ModuleState(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void enter() {
        if (hasFailed) {
            throw new BusError(BusCode.DEVICE_FAILED, name + " has failed and waits for a reset");
        }
        if (isBusy) {
            throw new BusError(BusCode.RE_ENTRY, name + " is still busy with an access");
        }
        isBusy = true;
    }

    void leave() {
        isBusy = false;
    }

    /** The model broke; its module answers no more until {@link #repair}. */
    BusError fail(Throwable cause) {
        hasFailed = true;
        return new BusError(
                BusCode.DEVICE_FAILED, name + " failed: " + cause.getClass().getSimpleName(), cause);
    }

    void repair() {
        hasFailed = false;
    }
}
