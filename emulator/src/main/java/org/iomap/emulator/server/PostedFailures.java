package org.iomap.emulator.server;

import org.iomap.protocol.Failure;
import org.iomap.protocol.Opcode;

/** The first failure of a request that wanted no reply, for the next FENCE to tell, once: OR-3. */
final class PostedFailures {
    private Failure first;

    void add(Failure failure) {
        if (first == null) {
            first = failure;
        }
    }

    /** Returns the failure as the answer to a FENCE, and forgets it; null when there was none. */
    Failure take(long requestId) {
        Failure failure = first;
        first = null;
        return failure == null
                ? null
                : new Failure(requestId, Opcode.FENCE.number(), failure.status(), failure.detail());
    }
}
