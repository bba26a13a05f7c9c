package org.iomap.emulator.kernel.driver;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which drivers have requested which interrupt line: drivers of PCI cards share lines. */
public final class InterruptHolders {
    private final Map<String, Set<String>> byLine = new TreeMap<>();

    void add(String line, String driver) {
        byLine.computeIfAbsent(line, none -> new TreeSet<>()).add(driver);
    }

    /** Returns true when nobody has the line any more. */
    boolean remove(String line, String driver) {
        Set<String> holders = byLine.getOrDefault(line, new TreeSet<>());
        holders.remove(driver);
        if (holders.isEmpty()) {
            byLine.remove(line);
        }
        return holders.isEmpty();
    }

    /** The lines that somebody has, by name. */
    public Set<String> lines() {
        return Collections.unmodifiableSet(byLine.keySet());
    }

    /** Their names, sorted. */
    public Set<String> of(String line) {
        return Collections.unmodifiableSet(byLine.getOrDefault(line, Set.of()));
    }
}
