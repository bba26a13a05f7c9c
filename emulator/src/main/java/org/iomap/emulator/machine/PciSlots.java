package org.iomap.emulator.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.module.dino.PciSide;
import org.iomap.emulator.pci.ClaimedSpace;
import org.iomap.emulator.pci.LittleEndian;
import org.iomap.emulator.pci.PciBus;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.SharedLine;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/**
 * The PCI slots of the board: the cards in them, how their interrupts are wired, and the windows onto their memory.
 *
 * <p>Source: hardware reference, sections 9.4 and 9.5. Every pin of slot s is wired to line s mod 4 of Dino, as on the
 * oracle; how the board is wired is not known.
 */
final class PciSlots implements PciSide, PciConfiguration {
    private static final int LINES = 4;
    private static final int WINDOWS = 31;
    private static final String NOBODY = "dino";
    private static final String PATH = "8/0";

    private final IoSpace ioSpace;
    private final PciBus bus = new PciBus(this::line, this::claimsChanged);
    private final Region configuration = bus.configuration();
    private final ClaimedSpace io;
    private final ClaimedSpace memory;
    private final Claim unclaimed;
    private final SharedLine[] lines = new SharedLine[LINES];
    private final List<Plugged> cards = new ArrayList<>();
    private final Map<PciFunction, Integer> lineOf = new HashMap<>();
    private final Map<String, Integer> countOfKind = new HashMap<>();
    private Backplane backplane;
    private long open;

    /** @param noTarget hears of addresses that no card has claimed */
    PciSlots(IoSpace ioSpace, LongConsumer noTarget) {
        this.ioSpace = ioSpace;
        this.io = ClaimedSpace.io(noTarget);
        this.memory = ClaimedSpace.memory(noTarget);
        this.unclaimed = new Claim(0, memory, NOBODY);
    }

    /** Plugs in cards, by slot. */
    void plugIn(Backplane board, Map<Integer, Card> bySlot) {
        backplane = board;
        plugIn(bus, PATH, bySlot, null);
    }

    /** What ioscan(1M) shows of the cards: each is where its memory is, once that has an address. */
    List<ModuleDescription> modules() {
        return cards.stream().map(Plugged::description).toList();
    }

    @Override
    public Region configuration() {
        return configuration;
    }

    @Override
    public Region io() {
        return io;
    }

    @Override
    public Region memory() {
        return memory;
    }

    @Override
    public void open(long windows) {
        long changed = open ^ windows;
        open = windows;
        show(changed);
    }

    @Override
    public void reset() {
        bus.reset();
    }

    @Override
    public long windows() {
        return open;
    }

    @Override
    public List<PciDeviceEntry> devices() {
        return bus.functions().stream().map(this::entry).toList();
    }

    @Override
    public long load(int function, int offset, Width width) {
        return LittleEndian.reverse(width, configuration.load(address(function, offset), width));
    }

    @Override
    public void store(int function, int offset, Width width, long value) {
        configuration.store(address(function, offset), width, LittleEndian.reverse(width, value));
    }

    private static long address(int function, int offset) {
        return (long) function << 8 | offset;
    }

    private PciDeviceEntry entry(PciBus.Located found) {
        PciFunction function = found.function();
        return new PciDeviceEntry(
                found.address(),
                function.vendor(),
                function.device(),
                function.classCode(),
                found.name(),
                function.hasPin() ? "dino." + lineOf.get(function) : "",
                function.resources());
    }

    /** @param root slot of the board behind whose bridge the bus is; null on the board itself */
    private void plugIn(PciBus on, String path, Map<Integer, Card> bySlot, Integer root) {
        new TreeMap<>(bySlot).forEach((number, card) -> {
            int count = countOfKind.merge(card.kind(), 1, Integer::sum);
            String name = count == 1 ? card.kind() : card.kind() + count;
            CardSlot slot = new CardSlot(backplane, name, path + "/" + number + "/0");
            PciFunction function = CardKinds.find(card.kind()).make(slot, card.settings());
            function.messagesThrough(ioSpace.master(name));
            on.plugIn(number, name, function);
            cards.add(new Plugged(slot, function));
            int rootSlot = root == null ? number : root;
            lineOf.put(function, rootSlot % LINES);
            if (!card.behind().isEmpty()) {
                plugIn(on.secondary(number), slot.hardwarePath(), card.behind(), rootSlot);
            }
        });
    }

    private InterruptLine line(int slot, int pin) {
        int line = slot % LINES;
        if (lines[line] == null) {
            lines[line] = new SharedLine(backplane.dino(line));
        }
        return lines[line].tap();
    }

    private void claimsChanged() {
        io.claims(bus.claims(true));
        List<Claim> claims = bus.claims(false);
        if (!claims.equals(memory.claims())) {
            memory.claims(claims);
            show(open);
        }
    }

    /** Shows in windows what is claimed in them, or closes them. */
    private void show(long windows) {
        List<Claim> shown = new ArrayList<>(memory.claims());
        shown.add(unclaimed);
        for (int window = 1; window < WINDOWS; window++) {
            if ((windows >>> window & 1) != 0) {
                ioSpace.window(window, (open >>> window & 1) != 0 ? shown : List.of());
            }
        }
    }

    private record Plugged(CardSlot slot, PciFunction function) {
        ModuleDescription description() {
            List<Claim> claims = new ArrayList<>();
            function.addClaims(false, slot.name(), claims);
            ModuleDescription still = slot.description();
            return claims.isEmpty()
                    ? still
                    : still.at(claims.get(0).start(), claims.get(0).region().size());
        }
    }
}
