package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.NamedBits;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.emulator.register.UnimplementedListener;
import org.iomap.emulator.trace.PlaceResolver;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/**
 * Which register map is where: puts registers on the bus, and knows their names.
 *
 * <p>Touching a register that the model does not implement leaves a line in the trace: the first time after a reset,
 * and every time while somebody watches.
 */
final class RegisterMaps implements PlaceResolver {
    private final IoSpace ioSpace;
    private final Trace trace;
    private final List<Placed> banks = new ArrayList<>();
    private final List<Moving> moving = new ArrayList<>();

    RegisterMaps(IoSpace ioSpace, Trace trace) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        trace.resolver(this);
    }

    void add(long physical, RegisterBank bank, String module) {
        ioSpace.add(physical, bank, module);
        Placed placed = new Placed(physical, bank, module);
        banks.add(below(physical) + 1, placed);
        bank.onUnimplemented(placed);
    }

    /**
     * Names registers that answer where a base address register says; something else puts them on the bus.
     *
     * @param start their physical address now, or -1 while they have none
     */
    void addMoving(RegisterBank bank, String module, LongSupplier start) {
        moving.add(new Moving(start, bank, module, false));
        bank.onUnimplemented((register, offset, isFirst) ->
                noteUnimplemented(module, register, Math.max(start.getAsLong(), 0) + offset, isFirst));
    }

    /** Names the same registers where they answer once more with their bytes swapped; see {@link #addMoving}. */
    void addSwapped(RegisterBank bank, String module, LongSupplier start) {
        moving.add(new Moving(start, bank, module, true));
    }

    private void noteUnimplemented(String module, Register register, long physical, boolean isFirst) {
        if (isFirst || trace.isWatched()) {
            String text = module + "." + register.name() + ": the model keeps what is written and does no more";
            trace.note(TraceKind.UNIMPLEMENTED, physical, text);
        }
    }

    /** The registers of a module, by physical address; by offset while they have none. */
    List<RegisterAt> registers(String module) {
        List<RegisterAt> found = new ArrayList<>();
        for (Placed placed : banks) {
            if (placed.module.equals(module)) {
                placed.bank.rows().forEach(row -> found.add(row.from(placed.start)));
            }
        }
        for (Moving bank : moving) {
            if (bank.module.equals(module) && !bank.isSwapped) {
                long start = Math.max(bank.start.getAsLong(), 0);
                bank.bank.rows().forEach(row -> found.add(row.from(start)));
            }
        }
        return List.copyOf(found);
    }

    /** The registers that a load or a store of the byte at an address would reach now; what is loaded comes first. */
    List<RegisterAt> at(long physical) {
        Set<RegisterAt> found = new LinkedHashSet<>();
        for (Width width : List.of(Width.WORD, Width.HALFWORD, Width.BYTE)) {
            for (boolean store : List.of(false, true)) {
                Register register = find(physical & -width.bytes(), width, store);
                if (register != null) {
                    found.add(new RegisterAt(physical & -register.width().bytes(), register));
                }
            }
        }
        return List.copyOf(found);
    }

    @Override
    public String place(long physical, Width width, boolean store) {
        Register register = find(physical, width, store);
        String module = ioSpace.moduleAt(physical);
        return register == null ? module : module + "." + register.name();
    }

    @Override
    public String fields(long physical, Width width, boolean store, long value) {
        Register register = find(physical, width, store);
        if (register == null || width != register.width()) {
            return "";
        }
        Moving bank = moving(physical);
        long held = bank != null && bank.isSwapped ? swapped(value, width) : value;
        StringJoiner set = new StringJoiner(" ");
        for (NamedBits bits : register.fields()) {
            long number = held >>> bits.lowestBit() & (1L << bits.bits()) - 1;
            if (number != 0) {
                set.add(bits.bits() == 1 ? bits.name() : bits.name() + "=" + number);
            }
        }
        return set.toString();
    }

    /** A doubleword is two words, the upper first: its name is that of the upper. */
    private Register find(long physical, Width width, boolean store) {
        Width access = width == Width.DOUBLEWORD ? Width.WORD : width;
        int index = below(physical);
        Placed below = index < 0 ? null : banks.get(index);
        if (below == null || physical - below.start >= below.bank.size()) {
            return findMoving(physical, access, store);
        }
        return below.bank.find(physical - below.start, access, store);
    }

    /** Returns the index of the last bank that starts at an address or before it, or -1: they are in order. */
    private int below(long physical) {
        int first = 0;
        int last = banks.size() - 1;
        while (first <= last) {
            int middle = (first + last) >>> 1;
            if (banks.get(middle).start <= physical) {
                first = middle + 1;
            } else {
                last = middle - 1;
            }
        }
        return last;
    }

    private Register findMoving(long physical, Width access, boolean store) {
        Moving bank = moving(physical);
        return bank == null ? null : bank.bank.find(physical - bank.start.getAsLong(), access, store);
    }

    private Moving moving(long physical) {
        String module = moving.isEmpty() ? "" : ioSpace.moduleAt(physical);
        for (Moving bank : moving) {
            long start = bank.module.equals(module) ? bank.start.getAsLong() : -1;
            if (start >= 0 && physical >= start && physical - start < bank.bank.size()) {
                return bank;
            }
        }
        return null;
    }

    private static long swapped(long value, Width width) {
        return Long.reverseBytes(value) >>> (Long.SIZE - width.bytes() * Byte.SIZE);
    }

    private record Moving(LongSupplier start, RegisterBank bank, String module, boolean isSwapped) {}

    /** It is its own listener, because most of a machine's banks are such. */
    private final class Placed implements UnimplementedListener {
        private final long start;
        private final RegisterBank bank;
        private final String module;

        Placed(long start, RegisterBank bank, String module) {
            this.start = start;
            this.bank = bank;
            this.module = module;
        }

        @Override
        public void touched(Register register, long offset, boolean isFirst) {
            noteUnimplemented(module, register, start + offset, isFirst);
        }
    }
}
