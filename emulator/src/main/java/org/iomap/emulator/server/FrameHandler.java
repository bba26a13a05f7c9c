package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;

/** What the bytes of a connection mean: first its opening, then its session. */
interface FrameHandler {
    /** Why {@link #run} came back. */
    enum Progress {
        /** The rest, if any, is a message begun. */
        NEEDS_INPUT,
        /** The answers have to leave before the next message is carried out. */
        NEEDS_FLUSH,
        /** It is somebody else's turn (FC-5). */
        TURN_IS_OVER,
        /** What is left belongs to the next handler, when it is ready. */
        HANDED_OVER
    }

    /**
     * Carries out whole messages from the front of {@code in}.
     *
     * @throws org.iomap.protocol.ProtocolException after a framing error: nothing behind it is looked at (FR-5)
     */
    Progress run(ByteBuf in);

    /** The other side has no more requests; true when everything has been answered. */
    boolean isIdle();

    /** The other side has taken what it was sent: what waited for that may follow. */
    default void writable() {}

    /** Once a second. */
    void tick();

    /** The connection is gone, in whatever way. */
    void closed();

    /** The id of the request that is being looked at, for an ERROR message. */
    long requestId();
}
