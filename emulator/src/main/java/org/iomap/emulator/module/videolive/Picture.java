package org.iomap.emulator.module.videolive;

/** What the camera sees. */
interface Picture {
    /**
     * Returns a line of a frame.
     *
     * @param frame counted from 0 since the machine was switched on
     * @return pixels 0x00RRGGBB; black where it ends early, and cut where it is too long. Lines that are alike may be
     *     one array
     */
    int[] line(int y, long frame);

    /** The first of the lines that differ from frame to frame. */
    int firstMovingLine();

    /** How many lines differ from frame to frame, from {@link #firstMovingLine} on. */
    int movingLines();
}
