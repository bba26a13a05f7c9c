package org.iomap.emulator.machine;

import java.util.function.LongSupplier;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciMaster;
import org.iomap.emulator.register.RegisterBank;

/** What a card finds in its slot: time, a way to host memory, and the names it is to be known by. */
public final class CardSlot {
    private static final int FOREIGN_IO = 10;

    private final Backplane backplane;
    private final String name;
    private final String hardwarePath;
    private ModuleDescription description;

    /** @param name of the card as a module */
    CardSlot(Backplane backplane, String name, String hardwarePath) {
        this.backplane = backplane;
        this.name = name;
        this.hardwarePath = hardwarePath;
        describe("unknown", "", name);
    }

    /** Time and alarms. A card that has nothing to do has no alarm. */
    public Clock clock() {
        return backplane.clock();
    }

    /** Returns the card's way onto the bus, as far as its command register lets it. */
    public Dma master(PciFunction card) {
        return new PciMaster(card, backplane.master(name));
    }

    /** Names the registers at the start of a base address. */
    public void registers(PciFunction card, int bar, RegisterBank bank) {
        registers(card, bar, 0, bank);
    }

    /** Names the registers that are {@code offset} bytes after the start of a base address. */
    public void registers(PciFunction card, int bar, long offset, RegisterBank bank) {
        backplane.addMoving(bank, name, start(card, bar, offset));
    }

    /** Names the same registers where they answer with their bytes swapped; see {@link #registers}. */
    public void swappedRegisters(PciFunction card, int bar, long offset, RegisterBank bank) {
        backplane.addSwapped(bank, name, start(card, bar, offset));
    }

    private static LongSupplier start(PciFunction card, int bar, long offset) {
        return () -> {
            long start = card.claimedMemory(bar);
            return start < 0 ? start : start + offset;
        };
    }

    /** The far end of the card's serial line, under the card's name. */
    public void terminal(SerialTerminal terminal) {
        backplane.terminal(name, terminal);
    }

    /** Calls {@code reset} at every power cycle; the reset of the bus alone comes through the function. */
    public void onPowerCycle(Runnable reset) {
        backplane.onReset(reset);
    }

    /** Says what ioscan(1M) shows of the card. */
    public void describe(String moduleClass, String driver, String text) {
        description = new ModuleDescription(name, 0, 0, FOREIGN_IO, 0, 0, moduleClass, hardwarePath, driver, text);
    }

    String name() {
        return name;
    }

    String hardwarePath() {
        return hardwarePath;
    }

    ModuleDescription description() {
        return description;
    }
}
