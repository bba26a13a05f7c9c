package org.iomap.client.driver;

import org.iomap.driver.FileOperations;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Called;
import org.iomap.protocol.Operation;

/** An open file of the driver, and who makes the present call. */
final class RemoteFile implements OpenFile {
    private static final int MINOR_BITS = 24;
    private static final long MINOR_MASK = (1L << MINOR_BITS) - 1;

    private final FileOperations operations;
    private final long openedBy;
    private Called call;
    private int flags;
    private Object privateData;

    /** @param open the call that opens it */
    RemoteFile(Called open, FileOperations operations) {
        this.operations = operations;
        openedBy = open.call();
        calledBy(open);
    }

    void calledBy(Called next) {
        call = next;
        if (next.operation() != Operation.MMAP.number()) {
            flags = (int) next.flags();
        }
    }

    FileOperations operations() {
        return operations;
    }

    /** The number of the call that opened it. */
    long openedBy() {
        return openedBy;
    }

    static int major(Called call) {
        return (int) (call.device() >>> MINOR_BITS);
    }

    @Override
    public int major() {
        return major(call);
    }

    @Override
    public int minor() {
        return (int) (call.device() & MINOR_MASK);
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public int pid() {
        return (int) call.pid();
    }

    @Override
    public long uid() {
        return call.uid();
    }

    @Override
    public long gid() {
        return call.gid();
    }

    @Override
    public Object privateData() {
        return privateData;
    }

    @Override
    public void privateData(Object data) {
        privateData = data;
    }
}
