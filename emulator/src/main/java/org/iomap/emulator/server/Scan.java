package org.iomap.emulator.server;

import java.nio.ByteBuffer;
import org.iomap.emulator.machine.FrameBufferDescription;

/** The pixels of a picture from a line on, as a monitor draws them. */
final class Scan implements PartWriter.Source {
    private final FrameBufferDescription buffer;
    private final int firstLine;
    private final int[] pixels;
    private int line = -1;

    Scan(FrameBufferDescription buffer, int firstLine) {
        this.buffer = buffer;
        this.firstLine = firstLine;
        this.pixels = new int[buffer.width()];
    }

    @Override
    public void load(long done, ByteBuffer into) {
        for (int at = (int) done; into.hasRemaining(); at++) {
            int wanted = firstLine + at / pixels.length;
            if (wanted != line) {
                buffer.picture().show(wanted, pixels);
                line = wanted;
            }
            into.putInt(pixels[at % pixels.length]);
        }
    }
}
