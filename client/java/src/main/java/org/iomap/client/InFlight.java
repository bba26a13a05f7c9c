package org.iomap.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The table of receivers. A request id is {@code number << 12 | slot}: unique among those in flight because its slot is
 * (RQ-1), never 0 because no slot is, and below 2^31 because posted stores have the ids above.
 */
final class InFlight {
    static final int SLOT_BITS = 12;
    static final int SLOTS = 1 << SLOT_BITS;
    static final int NUMBER_MASK = (1 << (31 - SLOT_BITS)) - 1;

    private static final int SLOT_MASK = SLOTS - 1;
    private static final int FIRST_SIZE = 16;

    private volatile Receiver[] receivers = new Receiver[FIRST_SIZE];
    private int[] free = new int[FIRST_SIZE];
    private int freeCount;
    private int highest;
    private Loss loss;

    static int id(int number, int slot) {
        return ((number & NUMBER_MASK) << SLOT_BITS) | slot;
    }

    /**
     * Gives the receiver a slot.
     *
     * @return false when all are taken
     */
    synchronized boolean add(Receiver receiver) {
        int slot = freeCount > 0 ? free[--freeCount] : highest + 1;
        if (slot >= SLOTS) {
            return false;
        }
        highest = Math.max(highest, slot);
        if (slot >= receivers.length) {
            receivers = Arrays.copyOf(receivers, Math.min(SLOTS, 2 * receivers.length));
        }
        receiver.slot(slot);
        receivers[slot] = receiver;
        if (loss != null) {
            receiver.lose(loss);
        }
        return true;
    }

    synchronized void remove(Receiver receiver) {
        int slot = receiver.slot();
        if (receivers[slot] == receiver) {
            receivers[slot] = null;
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, 2 * free.length);
            }
            free[freeCount++] = slot;
        }
    }

    /** Null when the slot of the id has no receiver. For the thread that reads. */
    Receiver find(int id) {
        Receiver[] table = receivers;
        int slot = id & SLOT_MASK;
        return slot < table.length ? table[slot] : null;
    }

    /** Tells all receivers, and those to come. */
    void lose(Loss reason) {
        List<Receiver> all = new ArrayList<>();
        synchronized (this) {
            loss = reason;
            for (Receiver receiver : receivers) {
                if (receiver != null) {
                    all.add(receiver);
                }
            }
        }
        all.forEach(receiver -> receiver.lose(reason));
    }
}
