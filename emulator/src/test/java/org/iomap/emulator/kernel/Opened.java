package org.iomap.emulator.kernel;

import org.iomap.driver.OpenFile;

/** A file that was opened with these flags by a process of this user. */
public final class Opened implements OpenFile {
    private final int flags;
    private final long uid;
    private Object data;

    /** One that was opened O_RDWR. */
    public Opened(long uid) {
        this(O_RDWR, uid);
    }

    public Opened(int flags, long uid) {
        this.flags = flags;
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
        return flags;
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
        return data;
    }

    @Override
    public void privateData(Object next) {
        data = next;
    }
}
