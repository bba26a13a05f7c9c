package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;
import org.iomap.protocol.Header;
import org.iomap.protocol.MessageType;

/**
 * The ids of requests whose replies have not been written yet: a second one with the same id is a protocol error
 * (RQ-1). Ids that only grow, as most clients choose them, cost one comparison.
 */
final class IdsInFlight {
    private final Set<Long> seen = new HashSet<>();
    private long highest;
    private boolean ordered = true;

    /**
     * Takes the id of a request that will be answered.
     *
     * @param answers the replies since the last {@link #written}
     * @return false if it is in flight already
     */
    boolean add(long id, ByteBuf answers) {
        if (ordered && id > highest) {
            highest = id;
            return true;
        }
        return addToSet(id, answers);
    }

    /** Everything that was answered has been written. */
    void written() {
        highest = 0;
        if (!ordered) {
            ordered = true;
            seen.clear();
        }
    }

    private boolean addToSet(long id, ByteBuf answers) {
        if (ordered) {
            ordered = false;
            int at = answers.readerIndex();
            while (at < answers.writerIndex()) {
                if (answers.getByte(at + Header.TYPE_AT) == MessageType.REPLY.number()) {
                    seen.add(answers.getUnsignedInt(at + Header.ID_AT));
                }
                at += answers.getInt(at);
            }
        }
        return seen.add(id);
    }
}
