package org.iomap.emulator.module.ps2;

/**
 * A key that is pressed and released, with others held meanwhile.
 *
 * @param held the bits below; a terminal counts them so
 */
record Stroke(Key key, int held) {
    static final int SHIFT = 1;
    static final int ALT = 2;
    static final int CONTROL = 4;
    static final int ALL = 7;

    boolean holds(int modifier) {
        return (held & modifier) != 0;
    }
}
