package org.iomap.emulator.machine;

import java.util.Map;

/**
 * A card in a PCI slot, as a machine file has it.
 *
 * @param kind name of a {@link CardKind}
 * @param behind the cards behind a bridge, by slot
 */
public record Card(String kind, Settings settings, Map<Integer, Card> behind) {
    public Card {
        behind = Map.copyOf(behind);
    }

    /** A card of which nothing else is said. */
    public static Card of(String kind) {
        return new Card(kind, Settings.NONE, Map.of());
    }
}
