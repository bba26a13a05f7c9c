package org.iomap.cli.lesson;

/**
 * A process, as the trace knows it.
 *
 * @param name as it called itself; "" when the trace no longer has its beginning
 * @param uid unsigned; -1 when the trace no longer has its beginning
 * @param driver the driver of the emulated machine that it is; "" for an ordinary process
 */
record Doer(long pid, String name, long uid, String driver) {
    Doer driving(String itsDriver) {
        return new Doer(pid, name, uid, itsDriver);
    }

    boolean isDriver() {
        return !driver.isEmpty();
    }

    boolean isRoot() {
        return uid == 0;
    }

    /** Such as {@code a[12]}. */
    @Override
    public String toString() {
        return (isDriver() ? "driver " + driver : name) + "[" + pid + "]";
    }
}
