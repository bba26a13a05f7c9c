package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * Physical address space: which module answers an address, in what order accesses happen, and what is seen of them. I/O
 * space is the upper part of it; host memory, when there is any, starts at 0.
 *
 * <p>The bus is 32 bits wide: a doubleword is two words, the upper first, except in memory. A module has one access at
 * a time (ER-6), and one that breaks is cut off until it is repaired (ER-5). A load or store allocates nothing.
 */
public final class IoSpace {
    public static final long BASE = 0xF000_0000L;
    public static final long END = 0x1_0000_0000L;
    public static final int PAGE = 4096;

    private final PageTable pages = new PageTable();
    private final Map<String, ModuleState> modules = new HashMap<>();
    private final Trace trace;
    private Memory hostMemory = new Memory(0);
    private LongConsumer unanswered = physical -> {};
    private long sequence;

    public IoSpace(Trace trace) {
        this.trace = trace;
    }

    /** Rounds up to whole pages. */
    public static long wholePages(long bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }

    /**
     * Lets {@code region} answer from {@code physical} on.
     *
     * @param module whose region it is; a module may have several
     * @throws IllegalArgumentException if another region is in the way, or I/O space ends before it
     */
    public void add(long physical, Region region, String module) {
        if (physical < BASE || region.size() <= 0 || region.size() > END - physical) {
            throw new IllegalArgumentException("%s at 0x%x is not in I/O space".formatted(module, physical));
        }
        Placement placement = new Placement(physical, region, state(module), null);
        Placement conflict = pages.conflict(placement);
        if (conflict != null) {
            String other = conflict.module().name();
            throw new IllegalArgumentException("%s at 0x%x is where %s is".formatted(module, physical, other));
        }
        pages.add(placement);
    }

    /**
     * Loads a value, with every side effect the hardware has.
     *
     * @throws BusError if it failed; what the module did before that stays done
     */
    public long load(long physical, Width width) {
        sequence++;
        long line = trace.access(TraceKind.LOAD, physical, width, 0);
        try {
            long value = loadWhole(physical, width);
            trace.result(line, value);
            return value;
        } catch (BusError e) {
            throw failed(e, "load", physical, width);
        }
    }

    /** Stores a value; see {@link #load}. */
    public void store(long physical, Width width, long value) {
        sequence++;
        trace.access(TraceKind.STORE, physical, width, value & width.mask());
        try {
            storeWhole(physical, width, value & width.mask());
        } catch (BusError e) {
            throw failed(e, "store", physical, width);
        }
    }

    /** Returns a module's own way onto this bus. The trace names {@code module} as who acts. */
    public Dma master(String module) {
        return new Master(this, trace, module);
    }

    /** Returns what {@link #load} would, and changes nothing: no sequence number, no trace, no side effect. */
    public long peek(long physical, Width width) {
        Placement placement = find(physical, width);
        if (placement.splits(width)) {
            return peek(physical, Width.WORD) << 32 | peek(physical + Width.WORD.bytes(), Width.WORD);
        }
        return placement.peek(physical, width);
    }

    /**
     * Loads consecutive elements until {@code into} is full, in big-endian order.
     *
     * @param into room for whole elements; its position counts what was done, also when a BusError ends it
     */
    public void loadBlock(long physical, Width width, ByteBuffer into) {
        int start = into.position();
        while (into.hasRemaining()) {
            long at = physical + (into.position() - start);
            Placement memory = memory(at, width);
            if (memory == null) {
                Elements.put(into, width, load(at, width));
            } else {
                int limit = narrow(into, memory, TraceKind.LOAD, at, width);
                memory.region().loadBlock(at - memory.start(), width, into);
                into.limit(limit);
            }
        }
    }

    /** Stores consecutive elements until {@code from} is empty; see {@link #loadBlock}. */
    public void storeBlock(long physical, Width width, ByteBuffer from) {
        int start = from.position();
        while (from.hasRemaining()) {
            long at = physical + (from.position() - start);
            Placement memory = memory(at, width);
            if (memory == null) {
                store(at, width, Elements.get(from, from.position(), width));
                from.position(from.position() + width.bytes());
            } else {
                int limit = narrow(from, memory, TraceKind.STORE, at, width);
                memory.region().storeBlock(at - memory.start(), width, from);
                from.limit(limit);
            }
        }
    }

    /**
     * Lets {@code memory} answer from address 0 on: what modules reach as masters of the bus.
     *
     * @throws IllegalArgumentException if it reaches into I/O space
     */
    public void addHostMemory(Memory memory, String module) {
        if (memory.size() > BASE) {
            throw new IllegalArgumentException(
                    "host memory of 0x%x bytes reaches into I/O space".formatted(memory.size()));
        }
        pages.hostMemory(new Placement(0, memory, state(module), null));
        hostMemory = memory;
    }

    /**
     * The machine's own memory, for its kernel: what is done here is no access of a program. Empty when there is none.
     */
    public Memory hostMemory() {
        return hostMemory;
    }

    /** Every module is in its place: what machines that are made alike have in common is shared from now on. */
    public void share() {
        pages.share();
    }

    /**
     * Changes what a PCI window of 8 MiB shows where no module has its fixed place.
     *
     * @param window 1 to 30: the one at {@code BASE + window * 8 MiB}
     * @param claims of those that overlap, the first answers; none closes the window
     */
    public void window(int window, List<Claim> claims) {
        if (window < 1 || window > PageTable.LAST_WINDOW) {
            throw new IllegalArgumentException("there is no PCI window " + window);
        }
        long start = BASE + window * PageTable.WINDOW;
        List<Placement> shown = new ArrayList<>();
        for (Claim claim : claims) {
            Placement placement = new Placement(claim.start(), claim.region(), state(claim.module()), null)
                    .within(start, start + PageTable.WINDOW);
            if (placement.from() < placement.end()) {
                shown.add(placement);
            }
        }
        pages.window(window, shown);
    }

    /** Tells {@code listener} of each physical address where nothing answered an access that was no module's. */
    public void onNoAnswer(LongConsumer listener) {
        unanswered = listener;
    }

    /** True when nothing answers on any page of the range (rule 6). */
    public boolean isHole(long physical, long length) {
        return pages.isHole(physical, length);
    }

    /** Returns the name of the module that answers at an address, or "" for a hole. */
    public String moduleAt(long physical) {
        Placement placement = pages.find(physical);
        return placement == null ? "" : placement.module().name();
    }

    /**
     * What answers as one piece.
     *
     * @param start physical
     * @param length bytes
     */
    public record Stretch(String module, long start, long length) {}

    /** Returns what answers at an address and around it, or null for a hole. */
    public Stretch stretchAt(long physical) {
        Placement placement = pages.find(physical);
        return placement == null
                ? null
                : new Stretch(placement.module().name(), placement.from(), placement.end() - placement.from());
    }

    /**
     * A memory that may be shared, as a whole.
     *
     * @param start physical
     * @param length bytes
     */
    public record SharedMemory(Shareable memory, long start, long length) {}

    /** Returns the memory that answers on all of a range, or null when it is not to be shared: as host memory. */
    public SharedMemory shareableAt(long physical, long length) {
        Placement first = pages.find(physical);
        if (physical < BASE || first == null || !(first.region() instanceof Shareable memory)) {
            return null;
        }
        for (long at = first.end(); at < physical + length; ) {
            Placement next = pages.find(at);
            if (next == null || next.region() != first.region() || next.start() != first.start()) {
                return null;
            }
            at = next.end();
        }
        return new SharedMemory(memory, first.start(), first.region().size());
    }

    /** How many accesses there were. Each has its place in this one order (rule 9). */
    public long sequence() {
        return sequence;
    }

    /** Modules that failed answer again. */
    public void repair() {
        modules.values().forEach(ModuleState::repair);
    }

    private ModuleState state(String module) {
        return modules.computeIfAbsent(module, ModuleState::new);
    }

    private long loadWhole(long physical, Width width) {
        Placement placement = find(physical, width);
        if (placement.splits(width)) {
            long upper = loadWhole(physical, Width.WORD);
            return upper << 32 | loadWhole(physical + Width.WORD.bytes(), Width.WORD);
        }
        return placement.load(physical, width);
    }

    private void storeWhole(long physical, Width width, long value) {
        Placement placement = find(physical, width);
        if (placement.splits(width)) {
            storeWhole(physical, Width.WORD, value >>> 32);
            storeWhole(physical + Width.WORD.bytes(), Width.WORD, value & Width.WORD.mask());
        } else {
            placement.store(physical, width, value);
        }
    }

    private Placement find(long physical, Width width) {
        if (!width.aligns(physical)) {
            throw new BusError(BusCode.ALIGNMENT, "not a multiple of its width");
        }
        Placement placement = pages.find(physical);
        if (placement == null) {
            throw new BusError(BusCode.HOLE, "nothing answers");
        }
        return placement;
    }

    /** Returns the memory whose bytes may be copied from here on, or null where each element is an access. */
    private Placement memory(long physical, Width width) {
        Placement placement = pages.find(physical);
        return placement != null && placement.isMemory() && width.aligns(physical) ? placement : null;
    }

    /** Limits a block to what one memory holds of it, and counts its elements. Returns the limit it had. */
    private int narrow(ByteBuffer block, Placement memory, TraceKind kind, long physical, Width width) {
        int limit = block.limit();
        int length = (int) Math.min(block.remaining(), memory.end() - physical);
        block.limit(block.position() + length);
        sequence += length / width.bytes();
        trace.block(kind, physical, width, length);
        return limit;
    }

    /** Eight hex digits, at least. */
    private static String digits(long physical) {
        String digits = Long.toHexString(physical);
        return "0".repeat(Math.max(0, 2 * Integer.BYTES - digits.length())) + digits;
    }

    private BusError failed(BusError e, String access, long physical, Width width) {
        String unit = width.name().toLowerCase(Locale.ROOT);
        String master = trace.master() == null ? "" : trace.master() + " as bus master: ";
        // Not by a format: programs probe for boards by the thousand.
        String text = master + access + " of a " + unit + " at 0x" + digits(physical) + ": " + e.getMessage();
        trace.note(TraceKind.BUS_ERROR, physical, text);
        if (e.code() == BusCode.HOLE && trace.master() == null) {
            unanswered.accept(physical);
        }
        return new BusError(e.code(), text, e.getCause());
    }
}
