package org.iomap.emulator.kernel;

import org.iomap.protocol.BusCode;

/** A load or store that ended in a high priority machine check: every process has ended, and a dump is kept. */
public final class MachineCheckException extends AccessException {
    private static final long serialVersionUID = 1;

    private final transient CrashDump dump;

    MachineCheckException(FailedAccess access, String module, String text, CrashDump dump) {
        super(access, BusCode.MACHINE_CHECK, TrapHandler.BUS_ERROR_RULE, module, text);
        this.dump = dump;
    }

    public CrashDump dump() {
        return dump;
    }
}
