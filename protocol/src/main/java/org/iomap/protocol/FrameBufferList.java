package org.iomap.protocol;

import java.util.List;

/** The frame buffers of the machine. */
public record FrameBufferList(long requestId, List<FrameBufferEntry> frameBuffers)
        implements ListReply<FrameBufferEntry> {
    static FrameBufferList decode(long requestId, FieldReader in) {
        return new FrameBufferList(requestId, in.list(FrameBufferEntry::decode));
    }

    @Override
    public void encode(FieldWriter out) {
        out.list(frameBuffers);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FRAME_BUFFERS;
    }

    @Override
    public List<FrameBufferEntry> entries() {
        return frameBuffers;
    }

    @Override
    public FrameBufferList with(List<FrameBufferEntry> entries) {
        return new FrameBufferList(requestId, entries);
    }
}
