package org.iomap.emulator.machine;

import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a machine's hardware.
 *
 * @param traceEntries lines of the trace that are kept
 * @param memoryBytes of host memory, from physical 0 on
 * @param modules those it has, by the names of their kinds, besides the processor, LASI and Dino
 * @param cards those in its PCI slots, by slot
 * @param firmware whether the firmware has given the cards their addresses
 */
public record MachineConfiguration(
        Model model,
        ClockKind clock,
        int traceEntries,
        long memoryBytes,
        Map<String, Settings> modules,
        Map<Integer, Card> cards,
        boolean firmware) {
    private static final int TRACE_ENTRIES = 8192;
    private static final long MEMORY = 64L << 20;

    public MachineConfiguration {
        modules = Map.copyOf(modules);
        cards = Map.copyOf(cards);
    }

    /** A machine that nothing was said about. */
    public static MachineConfiguration builtIn() {
        return of(Model.B160L);
    }

    /** A machine of which only the model is known. */
    public static MachineConfiguration of(Model model) {
        return new MachineConfiguration(
                model, ClockKind.REAL, TRACE_ENTRIES, MEMORY, model.modules(), model.cards(), model == Model.B160L);
    }

    /** The same machine with another clock. */
    public MachineConfiguration with(ClockKind otherClock) {
        return new MachineConfiguration(model, otherClock, traceEntries, memoryBytes, modules, cards, firmware);
    }

    /** The same machine with another trace. */
    public MachineConfiguration withTraceEntries(int otherTraceEntries) {
        return new MachineConfiguration(model, clock, otherTraceEntries, memoryBytes, modules, cards, firmware);
    }

    /** The same machine with other settings of a module. */
    public MachineConfiguration with(String module, Settings settings) {
        Map<String, Settings> more = new HashMap<>(modules);
        more.put(module, settings);
        return new MachineConfiguration(model, clock, traceEntries, memoryBytes, more, cards, firmware);
    }

    /** The same machine with another card in a PCI slot, in place of what was there. */
    public MachineConfiguration with(int slot, Card card) {
        Map<Integer, Card> more = new HashMap<>(cards);
        more.put(slot, card);
        return new MachineConfiguration(model, clock, traceEntries, memoryBytes, modules, more, firmware);
    }

    /** The same machine writing no files. */
    public MachineConfiguration withoutOutput() {
        Map<String, Settings> silent = new HashMap<>();
        modules.forEach((name, settings) -> silent.put(name, settings.withoutOutput(ModuleKinds.find(name))));
        return new MachineConfiguration(model, clock, traceEntries, memoryBytes, silent, cards, firmware);
    }
}
