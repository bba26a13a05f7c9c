package org.iomap.emulator.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.iomap.emulator.kernel.Answer;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;

/** The calls of one session that have not ended, because a driver has still to answer: OR-6. */
final class PendingCalls {
    private final Session session;
    private final MachineHost host;
    private final Map<Long, Answer<? extends Reply>> byId = new LinkedHashMap<>();

    PendingCalls(Session session, MachineHost host) {
        this.session = session;
        this.host = host;
    }

    /** Returns the reply, or null when it comes later. */
    Reply reply(Request request, Answer<? extends Reply> answer) {
        if (answer.isDone()) {
            return answer.now();
        }
        long id = request.requestId();
        if (id != 0) {
            byId.put(id, answer);
            host.statistics().waiting(1);
        }
        answer.whenDone(its -> end(request, its));
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

    /** RQ-5: what was given up still ends in one reply. One that has ended, or never was, is left alone. */
    void cancel(long id) {
        Answer<? extends Reply> answer = byId.get(id);
        if (answer != null) {
            answer.abandon(new RefusedException(RefusedCode.CANCELLED, "RQ-5: cancelled"));
        }
    }
}
