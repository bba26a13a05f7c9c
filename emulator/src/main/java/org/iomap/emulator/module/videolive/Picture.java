package org.iomap.emulator.module.videolive;

/** What the camera sees. */
interface Picture {
    /** The pixel 0x00RRGGBB of a frame; frames are counted from 0 since the machine was switched on. */
    int pixel(int x, int y, long frame);

    /** The first of the lines that differ from frame to frame. */
    int firstMovingLine();

    /** How many lines differ from frame to frame, from {@link #firstMovingLine} on. */
    int movingLines();
}
