package org.iomap.emulator.module.artist;

import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;

/** What a pixel is drawn with: colours, planes, raster operation. Source: hardware reference, section 11.1. */
final class Pen {
    private final Register foreground;
    private final Register background;
    private final Register planeMask;
    private final Register bitmask;
    private final Field operation;
    private final Flag selectsForeground;
    private final Flag usesBitmask;
    private final Flag leavesZeros;

    /** @param bitmapOp IMAGE_BITMAP_OP */
    Pen(Register foreground, Register background, Register planeMask, Register bitmask, Register bitmapOp) {
        this.foreground = foreground;
        this.background = background;
        this.planeMask = planeMask;
        this.bitmask = bitmask;
        this.operation = bitmapOp.field("OPERATION");
        this.selectsForeground = bitmapOp.flag("FOREGROUND");
        this.usesBitmask = bitmapOp.flag("BITMASK");
        this.leavesZeros = bitmapOp.flag("TRANSPARENT");
    }

    int foreground() {
        return (int) foreground.value() & 0xFF;
    }

    int background() {
        return (int) background.value() & 0xFF;
    }

    /** The colour of fills, lines and characters. */
    int colour() {
        return selectsForeground.isSet() ? foreground() : background();
    }

    RasterOperation operation() {
        return RasterOperation.of(operation.value());
    }

    int planes() {
        return (int) planeMask.value() & 0xFF;
    }

    /** True when the pixels of 0 bits are drawn in mono expansion. */
    boolean drawsZeros() {
        return !leavesZeros.isSet() && !selectsForeground.isSet();
    }

    /** True when the bit mask says which pixels of a word are drawn. */
    boolean usesBitmask() {
        return usesBitmask.isSet();
    }

    /** Which pixels of a word are drawn, the most significant bit for the first. */
    int bitmask() {
        return usesBitmask.isSet() ? (int) bitmask.value() : -1;
    }

    /** Draws one pixel, unless it is beyond the bitmap. */
    void draw(Bitmap on, long at, int value) {
        if (at >= 0 && at < on.size()) {
            byte[] pixels = on.pixels();
            int pixel = (int) at;
            pixels[pixel] = (byte) operation().apply(pixels[pixel], value, planes());
        }
    }
}
