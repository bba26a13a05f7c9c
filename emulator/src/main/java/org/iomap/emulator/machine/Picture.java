package org.iomap.emulator.machine;

/** What a monitor shows. Looking changes nothing. */
@FunctionalInterface
public interface Picture {
    /**
     * Draws a line.
     *
     * @param pixels as many as the picture is wide; they become 0x00RRGGBB
     */
    void show(int line, int[] pixels);
}
