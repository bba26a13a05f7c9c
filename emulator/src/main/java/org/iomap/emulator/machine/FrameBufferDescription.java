package org.iomap.emulator.machine;

/**
 * A picture in I/O space, 32-bit pixels 0x00RRGGBB.
 *
 * @param physical of the first pixel
 * @param width pixels
 * @param height pixels
 * @param pitch bytes from one line to the next
 */
public record FrameBufferDescription(String name, long physical, int width, int height, int pitch) {}
