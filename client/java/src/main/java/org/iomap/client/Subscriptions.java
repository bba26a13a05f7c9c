package org.iomap.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.iomap.protocol.Event;

/** Finds the subscription of an event. */
final class Subscriptions {
    /** Every event of a subscription starts with its sequence number, u64, and its subscription, u32. */
    static final int SUBSCRIPTION_AT = 24;

    private static final int MOST_EARLY = 4096;

    private record Early(int subscription, Event event) {}

    private final Map<Integer, Subscription> subscriptions = new HashMap<>();
    private final Deque<Early> early = new ArrayDeque<>();
    private int opening;

    void take(Frame frame) {
        Subscription subscription;
        int id = frame.u32(SUBSCRIPTION_AT);
        synchronized (this) {
            subscription = subscriptions.get(id);
            if (subscription == null) {
                keep(id, frame);
                return;
            }
        }
        subscription.take(frame.event());
    }

    /** An event may arrive in one read with the reply to SUBSCRIBE, before the caller has seen that reply. */
    private void keep(int id, Frame frame) {
        if (opening > 0 && early.size() < MOST_EARLY) {
            early.add(new Early(id, frame.event()));
        }
    }

    synchronized void open() {
        opening++;
    }

    /** @param subscription null when the server refused it */
    synchronized void opened(Subscription subscription) {
        if (subscription != null) {
            subscriptions.put(subscription.id(), subscription);
            for (Iterator<Early> events = early.iterator(); events.hasNext(); ) {
                Early event = events.next();
                if (event.subscription == subscription.id()) {
                    subscription.take(event.event);
                    events.remove();
                }
            }
        }
        opening--;
        if (opening == 0) {
            early.clear();
        }
    }

    synchronized void close(Subscription subscription) {
        subscriptions.remove(subscription.id());
    }
}
