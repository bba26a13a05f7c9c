package org.iomap.protocol;

/** The frame buffers of the machine. */
public record FrameBuffers(long requestId) implements Request {
    static FrameBuffers decode(long requestId, FieldReader in) {
        return new FrameBuffers(requestId);
    }

    @Override
    public void encode(FieldWriter out) {}

    @Override
    public Opcode opcode() {
        return Opcode.FRAME_BUFFERS;
    }
}
