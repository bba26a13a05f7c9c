package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.NamedBits;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.register.RegisterBank;
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
    private final TreeMap<Long, Placed> banks = new TreeMap<>();

    RegisterMaps(IoSpace ioSpace, Trace trace) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        trace.resolver(this);
    }

    void add(long physical, RegisterBank bank, String module) {
        ioSpace.add(physical, bank, module);
        banks.put(physical, new Placed(physical, bank, module));
        bank.onUnimplemented((register, offset, isFirst) -> {
            if (isFirst || trace.isWatched()) {
                String text = module + "." + register.name() + ": the model keeps what is written and does no more";
                trace.note(TraceKind.UNIMPLEMENTED, physical + offset, text);
            }
        });
    }

    /** The registers of a module, by physical address. */
    List<RegisterAt> registers(String module) {
        List<RegisterAt> found = new ArrayList<>();
        for (Placed placed : banks.values()) {
            if (placed.module.equals(module)) {
                placed.bank.rows().forEach(row -> found.add(row.from(placed.start)));
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
        StringJoiner set = new StringJoiner(" ");
        for (NamedBits bits : register.fields()) {
            long number = value >>> bits.lowestBit() & (1L << bits.bits()) - 1;
            if (number != 0) {
                set.add(bits.bits() == 1 ? bits.name() : bits.name() + "=" + number);
            }
        }
        return set.toString();
    }

    /** A doubleword is two words, the upper first: its name is that of the upper. */
    private Register find(long physical, Width width, boolean store) {
        Map.Entry<Long, Placed> below = banks.floorEntry(physical);
        if (below == null || physical - below.getKey() >= below.getValue().bank.size()) {
            return null;
        }
        Width access = width == Width.DOUBLEWORD ? Width.WORD : width;
        return below.getValue().bank.find(physical - below.getKey(), access, store);
    }

    private record Placed(long start, RegisterBank bank, String module) {}
}
