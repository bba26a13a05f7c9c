package org.iomap.emulator.machine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The machines that are built in. */
public enum Model {
    /** An HP 9000 B160L with all its modules, and a VideoLive board in its first graphics slot. */
    B160L,

    /** What the recordings of an independent emulator were made on: a B160L without what that one lacks. */
    B160L_RECORDED;

    private static final Set<String> NOT_RECORDED =
            Set.of("broadcast", "bus-converter", "harmony", "lan", "memory-controller", "scsi", "videolive");

    /** As machine files call it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The modules of this machine where nothing else is said. */
    public Map<String, Settings> modules() {
        Map<String, Settings> modules = new LinkedHashMap<>();
        for (ModuleKind kind : ModuleKinds.ALL) {
            if (this == B160L || !NOT_RECORDED.contains(kind.name())) {
                modules.put(kind.name(), Settings.NONE);
            }
        }
        return modules;
    }

    /** The cards in its PCI slots where nothing else is said. */
    public Map<Integer, Card> cards() {
        Map<Integer, Card> cards = new LinkedHashMap<>();
        cards.put(2, Card.of("serial"));
        cards.put(6, Card.of("ram"));
        if (this == B160L) {
            cards.put(1, Card.of("teaching"));
        }
        if (this == B160L_RECORDED) {
            cards.put(0, Card.of("lsi53c895a"));
            cards.put(1, Card.of("tulip"));
            cards.put(3, Card.of("e1000"));
            cards.put(4, Card.of("virtio-rng"));
            cards.put(5, Card.of("i82550"));
            cards.put(7, Card.of("xhci"));
            cards.put(8, new Card("bridge", Settings.NONE, Map.of(2, Card.of("rtl8139"))));
        }
        return cards;
    }
}
