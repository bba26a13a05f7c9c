package org.iomap.emulator.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.iomap.emulator.machine.Card;
import org.iomap.emulator.machine.CardKind;
import org.iomap.emulator.machine.CardKinds;
import org.iomap.emulator.machine.Settings;

/** Reads which cards are in the PCI slots of a machine: the key {@code cards} of a machine file. */
final class CardReader {
    private static final String CARDS = "cards";
    private static final String CARD = "card";
    private static final String SLOT = "slot";
    private static final int LAST_SLOT = 31;
    private static final List<String> KINDS =
            CardKinds.ALL.stream().map(CardKind::name).toList();

    private final SettingReader reader;

    CardReader(SettingReader reader) {
        this.reader = reader;
    }

    /** @param model the cards where the file says nothing */
    Map<Integer, Card> cards(Section machine, Map<Integer, Card> model) {
        return machine.has(CARDS) ? bySlot(machine) : model;
    }

    private Map<Integer, Card> bySlot(Section section) {
        Map<Integer, Card> cards = new LinkedHashMap<>();
        for (Section entry : section.sections(CARDS)) {
            entry.require(SLOT, CARD);
            int slot = (int) entry.number(SLOT, -1, 0, LAST_SLOT);
            Card card = card(entry);
            if (slot >= 0 && cards.put(slot, card) != null) {
                entry.problem(SLOT, "slot " + slot + " has a card already");
            }
        }
        return cards;
    }

    private Card card(Section entry) {
        String name = entry.text(CARD, KINDS.get(0), Rule.oneOf(KINDS));
        CardKind kind = CardKinds.find(name);
        Settings settings = reader.settings(entry, kind.settings());
        Map<Integer, Card> behind = bySlot(entry);
        if (!behind.isEmpty() && !kind.isBridge()) {
            entry.problem(CARDS, "there is no bus behind a " + name + ": only a bridge has cards behind it");
        }
        entry.end();
        return new Card(name, settings, behind);
    }
}
