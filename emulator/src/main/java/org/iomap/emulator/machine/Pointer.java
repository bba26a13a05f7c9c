package org.iomap.emulator.machine;

/** A mouse, as the hand has it. */
@FunctionalInterface
public interface Pointer {
    /**
     * Moves it, with these buttons pressed.
     *
     * @param buttons bit 0 left, 1 right, 2 middle, 3 and 4 those at the sides
     * @param x to the right, a quarter of a millimetre each
     * @param y towards the hand, likewise
     * @param z of the wheel, towards the hand
     */
    void move(int buttons, int x, int y, int z);
}
