package org.iomap.emulator.machine;

/**
 * A picture in I/O space.
 *
 * @param physical of the first pixel
 * @param width pixels
 * @param height pixels
 * @param pitch bytes from one line to the next
 * @param picture what a monitor shows of it
 */
public record FrameBufferDescription(
        String name, long physical, int width, int height, int pitch, PixelFormat format, Picture picture) {}
