package org.iomap.emulator.trace;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * What happened in one machine, in order: a ring that is always on, starts small and grows to its bound.
 *
 * <p>An access costs a few stores into arrays of primitives and allocates nothing. Only while somebody watches are
 * places given their names, and then before the access takes effect.
 */
public final class Trace {
    private static final String BLOCK = "block";
    private static final int FIRST_CAPACITY = 64;

    private final int bound;
    private final LongSupplier now;

    private long[] times;
    private long[] physicals;
    private long[] values;
    private int[] pids;
    private byte[] kinds;
    private byte[] widths;
    private String[] places;
    private String[] texts;

    private PlaceResolver resolver = (physical, width, store) -> "";
    private int watchers;
    private int actor;
    private int next;
    private long end;

    /**
     * @param capacity lines that are kept at most
     * @param now the machine's time, nanoseconds
     */
    public Trace(int capacity, LongSupplier now) {
        this.bound = Math.max(1, capacity);
        this.now = now;
        resize(Math.min(bound, FIRST_CAPACITY));
    }

    /** Sets who acts from now on: a process id, or 0 for the machine. */
    public void actor(int pid) {
        actor = pid;
    }

    public int actor() {
        return actor;
    }

    /** Adds a LOAD or STORE. Of a load the value is not known yet: see {@link #result}. Returns its index. */
    public long access(TraceKind kind, long physical, Width width, long value) {
        long index = add(kind, physical, width.bytes(), value);
        if (watchers > 0) {
            name(index, physical, width, kind == TraceKind.STORE, value);
        }
        return index;
    }

    /** Fills in what a load of {@link #access} returned. */
    public void result(long index, long value) {
        int at = index == end - 1 ? next - 1 : position(index);
        if (at < 0) {
            return;
        }
        values[at] = value;
        if (watchers > 0 && places[at] != null) {
            texts[at] = resolver.fields(physicals[at], Width.of(widths[at]), false, value);
        }
    }

    /** Adds one line for a block that memory answers at once; its value is the number of bytes. */
    public void block(TraceKind kind, long physical, Width width, int bytes) {
        int at = position(add(kind, physical, width.bytes(), bytes));
        texts[at] = BLOCK;
        if (watchers > 0) {
            places[at] = resolver.place(physical, width, kind == TraceKind.STORE);
        }
    }

    /** Adds a line that is not an access; {@code text} is the whole story. */
    public void note(TraceKind kind, long physical, String text) {
        int at = position(add(kind, physical, 0, 0));
        texts[at] = text;
    }

    public boolean isWatched() {
        return watchers > 0;
    }

    /** One more who watches: from now on places have names. */
    public void watch() {
        watchers++;
    }

    public void unwatch() {
        watchers = Math.max(0, watchers - 1);
    }

    public void resolver(PlaceResolver newResolver) {
        resolver = newResolver;
    }

    /** The number of lines ever added: the index that the next one gets. */
    public long end() {
        return end;
    }

    /** Returns a line, or null when it was overwritten or is still to come. */
    public Entry read(long index) {
        int at = position(index);
        if (at < 0) {
            return null;
        }
        return new Entry(
                index,
                times[at],
                TraceKind.of(kinds[at]),
                pids[at],
                physicals[at],
                widths[at],
                values[at],
                places[at] == null ? "" : places[at],
                texts[at] == null ? "" : texts[at]);
    }

    private long add(TraceKind kind, long physical, int width, long value) {
        if (next == times.length) {
            makeRoom();
        }
        int at = next++;
        times[at] = now.getAsLong();
        physicals[at] = physical;
        values[at] = value;
        pids[at] = actor;
        kinds[at] = (byte) kind.number();
        widths[at] = (byte) width;
        places[at] = null;
        texts[at] = null;
        return end++;
    }

    private void makeRoom() {
        if (times.length < bound) {
            resize((int) Math.min(bound, times.length * 4L));
        } else {
            next = 0;
        }
    }

    private void name(long index, long physical, Width width, boolean store, long value) {
        int at = position(index);
        places[at] = resolver.place(physical, width, store);
        if (store) {
            texts[at] = resolver.fields(physical, width, true, value);
        }
    }

    /** Where a line is, or -1. */
    private int position(long index) {
        long age = end - index;
        if (age <= 0 || age > Math.min(end, times.length)) {
            return -1;
        }
        long at = next - age;
        return (int) (at < 0 ? at + times.length : at);
    }

    private void resize(int capacity) {
        times = times == null ? new long[capacity] : Arrays.copyOf(times, capacity);
        physicals = physicals == null ? new long[capacity] : Arrays.copyOf(physicals, capacity);
        values = values == null ? new long[capacity] : Arrays.copyOf(values, capacity);
        pids = pids == null ? new int[capacity] : Arrays.copyOf(pids, capacity);
        kinds = kinds == null ? new byte[capacity] : Arrays.copyOf(kinds, capacity);
        widths = widths == null ? new byte[capacity] : Arrays.copyOf(widths, capacity);
        places = places == null ? new String[capacity] : Arrays.copyOf(places, capacity);
        texts = texts == null ? new String[capacity] : Arrays.copyOf(texts, capacity);
    }
}
