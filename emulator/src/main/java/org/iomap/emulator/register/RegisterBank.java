package org.iomap.emulator.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/**
 * The register map of a module: registers of one width, declared once when the module is made.
 *
 * <p>A load or store is an array read and a call. It allocates nothing.
 */
public final class RegisterBank implements Region {
    private final Width width;
    private final Register[] loads;
    private final Register[] stores;
    private final long size;
    private final long decoded;
    private final int shift;
    private Flag overlayIsOn;
    private RegisterBank overlay;
    private RegisterBank lanes;
    private boolean hasByteLanes;
    private IntFunction<String> others;
    private boolean refusesLoads;
    private UnimplementedListener unimplemented = (register, offset, isFirst) -> {};

    /** @param size in bytes */
    public RegisterBank(Width width, int size) {
        this(width, size / width.bytes(), size, -1);
    }

    private RegisterBank(Width width, int rows, long size, long decoded) {
        this.width = width;
        this.size = size;
        this.decoded = decoded;
        this.shift = Integer.numberOfTrailingZeros(width.bytes());
        this.loads = new Register[rows];
        this.stores = new Register[rows];
    }

    /**
     * Returns a register map whose chip does not look at all of an address, so that it repeats.
     *
     * @param size in bytes
     * @param decoded the bits of an offset that choose the register
     */
    public static RegisterBank repeating(Width width, int size, long decoded) {
        return new RegisterBank(width, (int) (decoded / width.bytes()) + 1, size, decoded);
    }

    /**
     * Adds a row of the data sheet.
     *
     * @param offset in bytes
     * @param writable the bits that a store changes; the others keep their value
     */
    public Register add(int offset, String name, Access access, long reset, long writable) {
        Register register = new Register(name, width, access, reset, writable);
        if (access.isReadable()) {
            claim(loads, offset, register);
        }
        if (access.isWritable()) {
            claim(stores, offset, register);
        }
        return register;
    }

    /**
     * Every row that was not added is a register of which only its place is known: it holds what is written. Each is
     * made when it is first touched.
     *
     * @param name of the register at an offset in bytes
     */
    public void addOthers(IntFunction<String> name) {
        others = name;
    }

    /** Returns a second bank whose registers hide those of this one while {@code on} is set. */
    public RegisterBank overlay(Flag on) {
        overlayIsOn = on;
        overlay = new RegisterBank(width, loads.length, size, decoded);
        return overlay;
    }

    /** Returns a bank for accesses of another width, which have registers of their own at the same offsets. */
    public RegisterBank narrow(Width narrower) {
        lanes = new RegisterBank(narrower, loads.length * width.bytes() / narrower.bytes(), size, decoded);
        return lanes;
    }

    /**
     * Lets narrower accesses reach their bytes of a register, of which the most significant has the lowest offset; and
     * wider ones, where no register has their width, those of the {@link #narrow} bank that they cover.
     */
    public RegisterBank byByteLanes() {
        hasByteLanes = true;
        return this;
    }

    /** From now on a load of a register that is only written is a bus error; else it gives 0. */
    public RegisterBank withoutLoads() {
        refusesLoads = true;
        return this;
    }

    /** Every register by offset, also those that others hide at the moment. */
    public List<RegisterAt> rows() {
        List<RegisterAt> all = new ArrayList<>();
        for (int row = 0; others != null && row < loads.length; row++) {
            has(row);
        }
        for (int row = 0; row < loads.length; row++) {
            long offset = (long) row * width.bytes();
            if (loads[row] != null) {
                all.add(new RegisterAt(offset, loads[row]));
            }
            if (stores[row] != null && stores[row] != loads[row]) {
                all.add(new RegisterAt(offset, stores[row]));
            }
        }
        if (overlay != null) {
            all.addAll(overlay.rows());
        }
        if (lanes != null) {
            all.addAll(lanes.rows());
        }
        return all;
    }

    /** Returns the register that an access would reach now, or null. */
    public Register find(long offset, Width access, boolean store) {
        RegisterBank bank = of(offset, access);
        int row = bank.index(offset);
        if (!bank.has(row) || !bank.answers(row, access)) {
            return null;
        }
        RegisterBank visible = bank.visible(row);
        return store ? visible.stores[row] : visible.loads[row];
    }

    /** Tells {@code listener} of accesses to {@link Register#unimplemented} rows. */
    public void onUnimplemented(UnimplementedListener listener) {
        unimplemented = listener;
        if (overlay != null) {
            overlay.onUnimplemented(listener);
        }
        if (lanes != null) {
            lanes.onUnimplemented(listener);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long load(long offset, Width access) {
        if (access == width && lanes == null) {
            int row = index(offset);
            Register register = visible(row).loads[row];
            if (register != null && register.isPlain()) {
                return register.load();
            }
        }
        if (coversNarrow(offset, access)) {
            return SplitAccess.load(lanes, offset, access, lanes.width);
        }
        RegisterBank bank = of(offset, access);
        int row = bank.row(offset, access);
        Register register = bank.visible(row).loads[row];
        if (register == null) {
            return bank.writeOnly(offset);
        }
        bank.note(register, offset);
        Region port = register.port();
        return port == null ? bank.lanes(offset, access, register.load()) : port.load(bank.firstByte(offset), access);
    }

    @Override
    public void store(long offset, Width access, long value) {
        if (coversNarrow(offset, access)) {
            SplitAccess.store(lanes, offset, access, lanes.width, value);
            return;
        }
        RegisterBank bank = of(offset, access);
        int row = bank.row(offset, access);
        Register register = bank.visible(row).stores[row];
        if (register != null) {
            bank.note(register, offset);
            Region port = register.port();
            if (port == null) {
                register.store(bank.withLanes(offset, access, register.value(), value));
            } else {
                port.store(bank.firstByte(offset), access, value);
            }
        }
    }

    @Override
    public long peek(long offset, Width access) {
        if (coversNarrow(offset, access)) {
            return SplitAccess.peek(lanes, offset, access, lanes.width);
        }
        RegisterBank bank = of(offset, access);
        int row = bank.row(offset, access);
        Register register = bank.visible(row).loads[row];
        if (register == null) {
            return bank.writeOnly(offset);
        }
        Region port = register.port();
        return port == null ? bank.lanes(offset, access, register.peek()) : port.peek(bank.firstByte(offset), access);
    }

    /** Every register gets its reset value, without side effects. */
    public void reset() {
        for (int row = 0; row < loads.length; row++) {
            if (loads[row] != null) {
                loads[row].reset();
            }
            if (stores[row] != null) {
                stores[row].reset();
            }
        }
        if (overlay != null) {
            overlay.reset();
        }
        if (lanes != null) {
            lanes.reset();
        }
    }

    private RegisterBank of(long offset, Width access) {
        if (lanes == null || lanes.width != access) {
            return this;
        }
        return hasByteLanes && !lanes.has(lanes.index(offset)) && has(index(offset)) ? this : lanes;
    }

    private boolean coversNarrow(long offset, Width access) {
        return hasByteLanes && lanes != null && access.bytes() > lanes.width.bytes() && !has(index(offset));
    }

    private int index(long offset) {
        return (int) ((offset & decoded) >>> shift);
    }

    private RegisterBank visible(int row) {
        return overlay != null && overlayIsOn.isSet() && overlay.has(row) ? overlay : this;
    }

    private void note(Register register, long offset) {
        if (register.isUnimplemented()) {
            unimplemented.touched(register, offset, register.touch());
        }
    }

    private long writeOnly(long offset) {
        if (refusesLoads) {
            throw new BusError(BusCode.HOLE, "no loads of +0x%x".formatted(offset));
        }
        return 0;
    }

    private boolean has(int row) {
        return loads[row] != null || stores[row] != null || makesOther(row);
    }

    private boolean makesOther(int row) {
        if (others == null) {
            return false;
        }
        int offset = row * width.bytes();
        add(offset, others.apply(offset), Access.RW, 0, width.mask()).unimplemented();
        return true;
    }

    private int row(long offset, Width access) {
        int row = index(offset);
        if (!has(row)) {
            throw new BusError(BusCode.HOLE, "no register at +0x%x".formatted(offset));
        }
        if (!answers(row, access)) {
            String answered = width.name().toLowerCase(Locale.ROOT);
            throw new BusError(BusCode.WIDTH, "registers here are accessed as a " + answered);
        }
        return row;
    }

    private boolean answers(int row, Width access) {
        return access == width || (access.bytes() < width.bytes() && (hasByteLanes || isPort(row)));
    }

    private boolean isPort(int row) {
        Register register = loads[row] == null ? stores[row] : loads[row];
        return register.port() != null;
    }

    /** Which byte of its register an access starts at. */
    private long firstByte(long offset) {
        return offset & width.bytes() - 1;
    }

    private int lowestLane(long offset, Width access) {
        return (width.bytes() - access.bytes() - (int) (offset & width.bytes() - 1)) * Byte.SIZE;
    }

    /** Returns the bytes of a register that an access reaches. */
    private long lanes(long offset, Width access, long value) {
        return access == width ? value : value >>> lowestLane(offset, access) & access.mask();
    }

    /** Returns what is in a register when an access has stored its bytes. */
    private long withLanes(long offset, Width access, long before, long stored) {
        if (access == width) {
            return stored;
        }
        int lowestLane = lowestLane(offset, access);
        return (before & ~(access.mask() << lowestLane)) | (stored & access.mask()) << lowestLane;
    }

    private static void claim(Register[] table, int offset, Register register) {
        int row = offset / register.width().bytes();
        if (table[row] != null) {
            throw new IllegalArgumentException(register.name() + " is where " + table[row].name() + " is");
        }
        table[row] = register;
    }
}
