package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.pci.PciFunction;

/** A kind of PCI card that a slot can have. */
public interface CardKind {
    /** As machine files call it, and the trace the first card of this kind. */
    String name();

    /** What a machine file may say of it. */
    default List<Setting> settings() {
        return List.of();
    }

    /** True when other cards may be behind it. */
    default boolean isBridge() {
        return false;
    }

    /** Makes the card's function, and what is behind its base addresses. */
    PciFunction make(CardSlot slot, Settings settings);
}
