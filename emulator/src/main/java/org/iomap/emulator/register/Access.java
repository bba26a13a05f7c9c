package org.iomap.emulator.register;

/** What a program may do with a register, in the column style of a data sheet. */
public enum Access {
    R,
    W,
    RW;

    public boolean isReadable() {
        return this != W;
    }

    public boolean isWritable() {
        return this != R;
    }
}
