package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * Physical I/O space: which module answers an address, in what order accesses happen, and what is seen of them.
 *
 * <p>The bus is 32 bits wide: a doubleword is two words, the upper first, except in memory. A module has one access at
 * a time (ER-6), and one that breaks is cut off until it is repaired (ER-5). An access is two array look-ups and a
 * call; it allocates nothing.
 */
public final class IoSpace {
    public static final long BASE = 0xF000_0000L;
    public static final long END = 0x1_0000_0000L;
    public static final int PAGE = 4096;

    private static final int PAGE_SHIFT = 12;
    private static final int TABLE_SHIFT = 20;
    private static final int TABLE_PAGES = 1 << (TABLE_SHIFT - PAGE_SHIFT);
    private static final Placement[] NO_PAGES = new Placement[TABLE_PAGES];

    private final Placement[][] tables = new Placement[(int) ((END - BASE) >>> TABLE_SHIFT)][];
    private final Map<String, ModuleState> modules = new LinkedHashMap<>();
    private final Trace trace;
    private long sequence;

    public IoSpace(Trace trace) {
        this.trace = trace;
        Arrays.fill(tables, NO_PAGES);
    }

    /**
     * Lets {@code region} answer from {@code physical} on.
     *
     * @param module whose region it is; a module may have several
     * @throws IllegalArgumentException if another region is in the way, or I/O space ends before it
     */
    public void add(long physical, Region region, String module) {
        long size = region.size();
        if (physical < BASE || size <= 0 || size > END - physical) {
            throw new IllegalArgumentException("%s at 0x%x is not in I/O space".formatted(module, physical));
        }
        Placement placement = Placement.of(physical, region, modules.computeIfAbsent(module, ModuleState::new));
        for (long page = physical & -PAGE; page < physical + size; page += PAGE) {
            Placement there = page(page);
            for (Placement other = there; other != null; other = other.next()) {
                if (other.overlaps(physical, size)) {
                    throw new IllegalArgumentException("%s at 0x%x is where %s is"
                            .formatted(module, physical, other.module().name()));
                }
            }
        }
        for (long page = physical & -PAGE; page < physical + size; page += PAGE) {
            Placement there = page(page);
            page(page, there == null ? placement : placement.before(there));
        }
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
            long value = loadAligned(physical, width);
            trace.result(line, value);
            return value;
        } catch (BusError e) {
            throw failed(e, "load", physical, width);
        }
    }

    /** Stores a value; see {@link #load}. */
    public void store(long physical, Width width, long value) {
        sequence++;
        long stored = value & width.mask();
        trace.access(TraceKind.STORE, physical, width, stored);
        try {
            storeAligned(physical, width, stored);
        } catch (BusError e) {
            throw failed(e, "store", physical, width);
        }
    }

    /** Returns what {@link #load} would, and changes nothing: no sequence number, no trace, no side effect. */
    public long peek(long physical, Width width) {
        Placement placement = find(physical, width);
        if (width == Width.DOUBLEWORD && !placement.isMemory()) {
            return peek(physical, Width.WORD) << 32 | peek(physical + 4, Width.WORD);
        }
        return placement.region().peek(physical - placement.start(), width);
    }

    /**
     * Loads consecutive elements until {@code into} is full, in big-endian order.
     *
     * @param into a multiple of {@code width} remains; its position counts what was done, also after a BusError
     */
    public void loadBlock(long physical, Width width, ByteBuffer into) {
        int start = into.position();
        while (into.hasRemaining()) {
            long at = physical + (into.position() - start);
            Placement placement = at(at);
            if (placement != null && placement.isMemory() && width.aligns(at)) {
                copy(placement, TraceKind.LOAD, at, width, into);
            } else {
                Elements.put(into, width, load(at, width));
            }
        }
    }

    /** Stores consecutive elements until {@code from} is empty; see {@link #loadBlock}. */
    public void storeBlock(long physical, Width width, ByteBuffer from) {
        int start = from.position();
        while (from.hasRemaining()) {
            long at = physical + (from.position() - start);
            Placement placement = at(at);
            if (placement != null && placement.isMemory() && width.aligns(at)) {
                copy(placement, TraceKind.STORE, at, width, from);
            } else {
                store(at, width, Elements.get(from, from.position(), width));
                from.position(from.position() + width.bytes());
            }
        }
    }

    /**
     * A store by a module as bus master.
     *
     * @throws BusError RE_ENTRY if it would enter a module that is in an access (ER-6)
     */
    public void masterStore(String module, long physical, Width width, long value) {
        sequence++;
        trace.access(TraceKind.STORE, physical, width, value);
        try {
            storeAligned(physical, width, value);
        } catch (BusError e) {
            throw failed(e, module + " as bus master: store", physical, width);
        }
    }

    /** True when nothing answers on any page of the range (rule 6). */
    public boolean isHole(long physical, long length) {
        long page = physical & -PAGE;
        while (page < physical + length) {
            if (isInIoSpace(page) && tables[table(page)] != NO_PAGES) {
                if (page(page) != null) {
                    return false;
                }
                page += PAGE;
            } else {
                page = (page | (1L << TABLE_SHIFT) - 1) + 1;
            }
        }
        return true;
    }

    /** Returns the name of the module that answers at an address, or "" for a hole. */
    public String moduleAt(long physical) {
        Placement placement = at(physical);
        return placement == null ? "" : placement.module().name();
    }

    /** How many accesses there were. Each has its place in this one order (rule 9). */
    public long sequence() {
        return sequence;
    }

    /** Modules that failed answer again. */
    public void repair() {
        modules.values().forEach(ModuleState::repair);
    }

    private long loadAligned(long physical, Width width) {
        Placement placement = find(physical, width);
        if (width == Width.DOUBLEWORD && !placement.isMemory()) {
            long upper = loadAligned(physical, Width.WORD);
            return upper << 32 | loadAligned(physical + 4, Width.WORD);
        }
        ModuleState module = placement.module();
        module.enter();
        try {
            return placement.region().load(physical - placement.start(), width);
        } catch (BusError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw module.fail(e);
        } finally {
            module.leave();
        }
    }

    private void storeAligned(long physical, Width width, long value) {
        Placement placement = find(physical, width);
        if (width == Width.DOUBLEWORD && !placement.isMemory()) {
            storeAligned(physical, Width.WORD, value >>> 32);
            storeAligned(physical + 4, Width.WORD, value & Width.WORD.mask());
            return;
        }
        ModuleState module = placement.module();
        module.enter();
        try {
            placement.region().store(physical - placement.start(), width, value);
        } catch (BusError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw module.fail(e);
        } finally {
            module.leave();
        }
    }

    /** Moves what one memory holds of a block. Whole elements only; the limit of {@code buffer} is as before. */
    private void copy(Placement placement, TraceKind kind, long physical, Width width, ByteBuffer buffer) {
        long there = placement.end() - physical;
        int limit = buffer.limit();
        int length = (int) Math.min(buffer.remaining(), there);
        sequence += length / width.bytes();
        trace.block(kind, physical, width, length);
        buffer.limit(buffer.position() + length);
        ModuleState module = placement.module();
        try {
            module.enter();
            if (kind == TraceKind.LOAD) {
                placement.region().loadBlock(physical - placement.start(), width, buffer);
            } else {
                placement.region().storeBlock(physical - placement.start(), width, buffer);
            }
            module.leave();
        } catch (BusError e) {
            throw failed(e, "block", physical, width);
        } finally {
            buffer.limit(limit);
        }
    }

    private BusError failed(BusError e, String access, long physical, Width width) {
        String text = "%s of a %s at 0x%08x: %s"
                .formatted(access, width.name().toLowerCase(Locale.ROOT), physical, e.getMessage());
        trace.note(TraceKind.BUS_ERROR, physical, text);
        return new BusError(e.code(), text, e.getCause());
    }

    private Placement find(long physical, Width width) {
        if (!width.aligns(physical)) {
            throw new BusError(BusCode.ALIGNMENT, "not a multiple of its width");
        }
        Placement placement = at(physical);
        if (placement == null) {
            throw new BusError(BusCode.HOLE, "nothing answers");
        }
        return placement;
    }

    private Placement at(long physical) {
        if (!isInIoSpace(physical)) {
            return null;
        }
        Placement placement = page(physical);
        while (placement != null && !placement.covers(physical)) {
            placement = placement.next();
        }
        return placement;
    }

    private Placement page(long physical) {
        return tables[table(physical)][(int) (physical >>> PAGE_SHIFT) & (TABLE_PAGES - 1)];
    }

    private void page(long physical, Placement placement) {
        if (tables[table(physical)] == NO_PAGES) {
            tables[table(physical)] = new Placement[TABLE_PAGES];
        }
        tables[table(physical)][(int) (physical >>> PAGE_SHIFT) & (TABLE_PAGES - 1)] = placement;
    }

    private static int table(long physical) {
        return (int) ((physical - BASE) >>> TABLE_SHIFT);
    }

    private static boolean isInIoSpace(long physical) {
        return physical >= BASE && physical < END;
    }
}
