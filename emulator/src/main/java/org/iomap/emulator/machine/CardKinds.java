package org.iomap.emulator.machine;

import java.util.List;
import java.util.stream.Stream;

/** Every kind of PCI card there is. */
public final class CardKinds {
    public static final List<CardKind> ALL = Stream.concat(
                    Stream.of(new SerialCardKind(), new DivaConsoleKind(), new RamCardKind(), new TeachingCardKind()),
                    HeaderCards.ALL.stream())
            .toList();

    private CardKinds() {}

    /** Returns null when there is none of this name. */
    public static CardKind find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
    }
}
