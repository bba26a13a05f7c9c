package org.iomap.emulator.kernel.sysfs;

import org.iomap.driver.OpenFile;

/** A file that a process of some user has open. */
final class Opened implements OpenFile {
    static final Opened BY_ROOT = new Opened(0);
    static final Opened BY_USER = new Opened(1000);

    private final long uid;

    private Opened(long uid) {
        this.uid = uid;
    }

    @Override
    public int major() {
        return 0;
    }

    @Override
    public int minor() {
        return 0;
    }

    @Override
    public int flags() {
        return O_RDWR;
    }

    @Override
    public int pid() {
        return 1;
    }

    @Override
    public long uid() {
        return uid;
    }

    @Override
    public long gid() {
        return uid;
    }

    @Override
    public Object privateData() {
        return null;
    }

    @Override
    public void privateData(Object data) {}
}
