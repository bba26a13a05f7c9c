package org.iomap.emulator.kernel;

/** Which way an access goes, with the number it has on the wire. */
public enum Direction {
    LOAD(1),
    STORE(2);

    private final int number;

    Direction(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    @Override
    public String toString() {
        return this == LOAD ? "load" : "store";
    }
}
