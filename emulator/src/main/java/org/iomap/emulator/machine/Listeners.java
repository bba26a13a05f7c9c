package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.List;

/** Those who want to hear of something. One may leave, and another come, while they are being told. */
final class Listeners<L> {
    private List<L> all = List.of();

    /** Returns what ends it. */
    Runnable add(L listener) {
        List<L> more = new ArrayList<>(all);
        more.add(listener);
        all = List.copyOf(more);
        return () -> remove(listener);
    }

    /** Those there are now; the list never changes. */
    List<L> all() {
        return all;
    }

    private void remove(L listener) {
        List<L> fewer = new ArrayList<>(all);
        fewer.remove(listener);
        all = List.copyOf(fewer);
    }
}
