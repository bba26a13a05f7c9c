package org.iomap.emulator.kernel;

/** What an access that nothing answers does. Source: iomap semantics, rule 22. */
public enum BusErrorSetting {
    /** SIGBUS for the process. */
    SIGBUS,
    /** A high priority machine check, as on the real machine: every process ends and the machine boots again. */
    HPMC
}
