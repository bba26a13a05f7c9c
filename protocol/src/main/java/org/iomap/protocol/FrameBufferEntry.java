package org.iomap.protocol;

/**
 * A frame buffer.
 *
 * @param address physical, of the first pixel
 * @param width pixels
 * @param height pixels
 * @param pitch bytes from one line to the next
 * @param format 1: 32 bits 0x00RRGGBB
 */
public record FrameBufferEntry(long address, long width, long height, long pitch, long format, String name)
        implements Structure {
    static FrameBufferEntry decode(FieldReader in) {
        return new FrameBufferEntry(in.u64(), in.u32(), in.u32(), in.u32(), in.u32(), in.string());
    }

    @Override
    public void encode(FieldWriter out) {
        out.u64(address).u32(width).u32(height).u32(pitch).u32(format).string(name);
    }
}
