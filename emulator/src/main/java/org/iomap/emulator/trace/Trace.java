package org.iomap.emulator.trace;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * What happened in one machine, in order: a ring that is always on, starts small and grows to its bound.
 *
 * <p>An access costs four stores into an array of primitives and allocates nothing. Only while somebody watches are
 * places given their names, and then before the access takes effect.
 */
public final class Trace {
    private static final String BLOCK = "block";
    private static final int FIRST_CAPACITY = 16;
    private static final int GROWTH = 4;

    /** A line is four numbers: time, physical address, value, and the last of these. */
    private static final int LINE = 4;

    private static final int TIME = 0;
    private static final int PHYSICAL = 1;
    private static final int VALUE = 2;
    private static final int WHAT = 3;

    /** Of the fourth number: the process in the upper half, the kind, the width and which texts there are. */
    private static final int PID_SHIFT = 32;

    private static final int KIND_SHIFT = 8;
    private static final int WIDTH_MASK = 0xF;
    private static final int HAS_PLACE = 0x10;
    private static final int HAS_TEXT = 0x20;
    private static final int HAS_MASTER = 0x40;

    private final int bound;
    private final LongSupplier now;

    private int capacity;
    private long[] lines = {};
    private String[] places = {};
    private String[] texts = {};
    private String[] masters = {};

    private PlaceResolver resolver = (physical, width, store) -> "";
    private int watchers;
    private long actor;
    private String master;
    private int next;
    private long end;

    /**
     * Makes a trace without lines.
     *
     * @param capacity lines that are kept at most
     * @param now the machine's time, nanoseconds
     */
    public Trace(int capacity, LongSupplier now) {
        this.bound = Math.max(1, capacity);
        this.now = now;
        grow(Math.min(bound, FIRST_CAPACITY));
    }

    /** Sets who acts from now on: a process id, or 0 for the machine. */
    public void actor(int pid) {
        actor = (long) pid << PID_SHIFT;
    }

    public int actor() {
        return (int) (actor >>> PID_SHIFT);
    }

    /** The module that acts as master of the bus, or null. */
    public String master() {
        return master;
    }

    /**
     * Sets the module that acts from now on, as master of the bus.
     *
     * @param module its name, or null when nobody but {@link #actor()} does
     * @return who did before
     */
    public String master(String module) {
        String before = master;
        master = module;
        return before;
    }

    /**
     * Adds a LOAD or STORE before it takes effect. Of a load the value is not known yet: see {@link #result}.
     *
     * @return the index of the line
     */
    public long access(TraceKind kind, long physical, Width width, long value) {
        int at = add(kind, physical, width.bytes(), value);
        if (watchers > 0) {
            boolean store = kind == TraceKind.STORE;
            place(at, resolver.place(physical, width, store));
            if (store) {
                text(at, resolver.fields(physical, width, true, value));
            }
        }
        return end - 1;
    }

    /** Fills in what a load of {@link #access} returned. */
    public void result(long index, long value) {
        int at = index == end - 1 ? next - 1 : position(index);
        if (at < 0) {
            return;
        }
        lines[at * LINE + VALUE] = value;
        if (watchers > 0) {
            long what = lines[at * LINE + WHAT];
            text(at, resolver.fields(lines[at * LINE + PHYSICAL], Width.of(what & WIDTH_MASK), false, value));
        }
    }

    /** Adds one line for a block that memory answers at once; its value is the number of bytes. */
    public void block(TraceKind kind, long physical, Width width, int bytes) {
        int at = add(kind, physical, width.bytes(), bytes);
        text(at, BLOCK);
        if (watchers > 0) {
            place(at, resolver.place(physical, width, kind == TraceKind.STORE));
        }
    }

    /** Adds a line that is not an access; {@code text} is the whole story. */
    public void note(TraceKind kind, long physical, String text) {
        text(add(kind, physical, 0, 0), text);
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

    /** The index of the oldest line that is kept. */
    public long oldest() {
        return end - Math.min(end, capacity);
    }

    /** What an access of a line would reach now, such as {@code uart0.LSR}; "" for a line that is none. */
    public String placeNow(Entry entry) {
        return entry.width() == 0
                ? ""
                : resolver.place(entry.physical(), Width.of(entry.width()), entry.kind() == TraceKind.STORE);
    }

    /** Returns a line, or null when it was overwritten or is still to come. */
    public Entry read(long index) {
        int at = position(index);
        if (at < 0) {
            return null;
        }
        long what = lines[at * LINE + WHAT];
        return new Entry(
                index,
                lines[at * LINE + TIME],
                TraceKind.of(what >>> KIND_SHIFT & 0xFF),
                (int) (what >>> PID_SHIFT),
                (what & HAS_MASTER) == 0 ? "" : masters[at],
                lines[at * LINE + PHYSICAL],
                (int) what & WIDTH_MASK,
                lines[at * LINE + VALUE],
                (what & HAS_PLACE) == 0 ? "" : places[at],
                (what & HAS_TEXT) == 0 ? "" : texts[at]);
    }

    /** Returns where the new line is. */
    private int add(TraceKind kind, long physical, int width, long value) {
        if (next == capacity) {
            makeRoom();
        }
        int at = next++;
        int line = at * LINE;
        long[] to = lines;
        to[line + TIME] = now.getAsLong();
        to[line + PHYSICAL] = physical;
        to[line + VALUE] = value;
        to[line + WHAT] = actor | kind.number() << KIND_SHIFT | width;
        if (master != null) {
            masters[at] = master;
            to[line + WHAT] |= HAS_MASTER;
        }
        end++;
        return at;
    }

    private void place(int at, String place) {
        places[at] = place;
        lines[at * LINE + WHAT] |= HAS_PLACE;
    }

    private void text(int at, String text) {
        texts[at] = text;
        lines[at * LINE + WHAT] |= HAS_TEXT;
    }

    /** Returns where a line is, or -1. */
    private int position(long index) {
        long age = end - index;
        if (age <= 0 || age > Math.min(end, capacity)) {
            return -1;
        }
        long at = next - age;
        return (int) (at < 0 ? at + capacity : at);
    }

    private void makeRoom() {
        if (capacity < bound) {
            grow((int) Math.min(bound, (long) capacity * GROWTH));
        } else {
            next = 0;
        }
    }

    private void grow(int lineCount) {
        capacity = lineCount;
        lines = Arrays.copyOf(lines, Math.multiplyExact(lineCount, LINE));
        places = Arrays.copyOf(places, lineCount);
        texts = Arrays.copyOf(texts, lineCount);
        masters = Arrays.copyOf(masters, lineCount);
    }
}
