package org.iomap.emulator.register;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Some bits of a register that the data sheet names.
 *
 * @param lowestBit 0 is the least significant
 * @param bits how many
 */
public record NamedBits(String name, int lowestBit, int bits) {
    private static final String NO_NAME = "-";

    /** The lists are constants of the modules' register maps: all machines share them. */
    private static final ConcurrentMap<String, List<NamedBits>> LISTS = new ConcurrentHashMap<>();

    /** Returns the named bits of a list as {@link Register#bits} takes it, from the least significant up. */
    static List<NamedBits> list(String names) {
        return LISTS.computeIfAbsent(names, NamedBits::parse);
    }

    private static List<NamedBits> parse(String names) {
        List<NamedBits> named = new ArrayList<>();
        int bit = 0;
        for (String entry : names.split(" ", -1)) {
            int colon = entry.indexOf(':');
            int bits = colon < 0 ? 1 : Integer.parseInt(entry, colon + 1, entry.length(), 10);
            String name = colon < 0 ? entry : entry.substring(0, colon);
            if (!name.equals(NO_NAME)) {
                named.add(new NamedBits(name, bit, bits));
            }
            bit += bits;
        }
        return List.copyOf(named);
    }
}
