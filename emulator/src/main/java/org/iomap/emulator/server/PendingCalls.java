package org.iomap.emulator.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.kernel.Answer;
import org.iomap.protocol.Limit;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;

/** The calls of one session that have not ended, because a driver has still to answer: OR-6. */
final class PendingCalls {
    private final Session session;
    private final MachineHost host;
    private final Map<Long, Answer<? extends Reply>> byId = new LinkedHashMap<>();
    private long count;
    private long bytes;

    PendingCalls(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    /**
     * Looks before a call that may have to wait, with so many bytes that it keeps meanwhile.
     *
     * @throws RefusedException if no more of them can wait
     */
    void requireRoom(long more) {
        session.terms().check(Limit.REQUESTS_IN_FLIGHT, count + 1);
        if (bytes > 0) {
            session.terms().check(Limit.BYTES_IN_FLIGHT, bytes + more);
        }
    }

    /** Returns the reply, or null when it comes later, and keeps so many bytes until then. */
    Reply reply(Request request, long kept, Answer<? extends Reply> answer) {
        if (answer.isDone()) {
            return answer.now();
        }
        long id = request.requestId();
        if (id != 0) {
            byId.put(id, answer);
            host.statistics().waiting(1);
        }
        count++;
        bytes += kept;
        answer.whenDone(its -> {
            count--;
            bytes -= kept;
            end(request, its);
        });
        return null;
    }

    private void end(Request request, Answer<? extends Reply> answer) {
        if (byId.remove(request.requestId()) != null) {
            host.statistics().waiting(-1);
        }
        if (answer.failure() != null) {
            session.failLater(request, answer.failure());
        } else if (request.requestId() != 0) {
            session.answer(answer.now());
        }
    }

    boolean isWaiting(long id) {
        return !byId.isEmpty() && byId.containsKey(id);
    }

    boolean isWaiting() {
        return !byId.isEmpty();
    }

    /** All that wait end like this. */
    void close(RefusedException why) {
        List.copyOf(byId.values()).forEach(answer -> answer.abandon(why));
    }

    /** RQ-5: what was given up still ends in one reply. One that has ended, or never was, is left alone. */
    void cancel(long id) {
        Answer<? extends Reply> answer = byId.get(id);
        if (answer != null) {
            answer.interrupt(new RefusedException(RefusedCode.CANCELLED, "RQ-5: cancelled"));
        }
    }
}
