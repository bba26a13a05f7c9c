package org.iomap.cli.command;

import java.io.IOException;
import java.io.OutputStream;

/** What a drawing is made on. Lengths are pixels, a colour is 0xRRGGBB. */
interface Canvas {
    /** How letters look; those of MONO are all equally wide. */
    enum Letters {
        PLAIN,
        BOLD,
        MONO,
        MONO_BOLD
    }

    /** Where a text is, seen from its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Comes first: a white sheet. */
    void size(int width, int height);

    /** A rectangle with rounded corners. */
    void box(int x, int y, int width, int height, int fill, int line, int thickness);

    /** @param y of the line that the letters stand on */
    void text(int x, int y, int height, Letters letters, Anchor anchor, int colour, String text);

    /** A line that leaves and arrives horizontally. */
    void curve(int fromX, int fromY, int toX, int toY, int colour, int thickness);

    void write(OutputStream to) throws IOException;
}
