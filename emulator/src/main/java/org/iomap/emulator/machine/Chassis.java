package org.iomap.emulator.machine;

/** What a machine does for its modules besides connecting them. */
interface Chassis {
    /**
     * The machine goes off.
     *
     * @param physical what did it
     * @param why shown in the trace
     */
    void switchOff(long physical, String why);

    /** Every module gets its reset; memory and time stay. */
    void resetModules();

    /** False for the machine of the recordings, which has no IODC and whose reset registers do nothing. */
    boolean isWhole();
}
