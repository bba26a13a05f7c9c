package org.iomap.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.iomap.emulator.configuration.ConfigurationException;
import org.iomap.emulator.configuration.Nearest;

/**
 * The command line in words: {@code --name VALUE}, {@code --name=VALUE} and {@code --flag}. Not picocli, which the
 * command {@code iomap} has: its classes fit no archive of class data and take longer to load than all of the service.
 */
final class Arguments {
    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * Sorts the words.
     *
     * @param valued names of the options that take a value, without the hyphens
     * @param flags names of those that take none
     * @throws ConfigurationException if there is another word, or a value is missing
     */
    Arguments(List<String> words, Set<String> valued, Set<String> flags) throws ConfigurationException {
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String name = word.startsWith("--") ? word.substring(2, equals < 0 ? word.length() : equals) : "";
            if (valued.contains(name)) {
                add(name, equals < 0 ? next(rest, word) : word.substring(equals + 1));
            } else if (flags.contains(name) && equals < 0) {
                add(name, "");
            } else {
                throw unknown(word, valued, flags);
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** In the order given. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** @throws ConfigurationException if it is given twice */
    String one(String name, String fallback) throws ConfigurationException {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw new ConfigurationException("--" + name + " is given twice");
        }
        return given.isEmpty() ? fallback : given.get(0);
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }

    private static String next(Iterator<String> rest, String word) throws ConfigurationException {
        if (!rest.hasNext()) {
            throw new ConfigurationException(word + " needs a value: see iomapd --help");
        }
        return rest.next();
    }

    private static ConfigurationException unknown(String word, Set<String> valued, Set<String> flags) {
        Set<String> known = new TreeSet<>(valued);
        known.addAll(flags);
        String remedy = Nearest.to(word.replaceFirst("^-+", "").replaceFirst("=.*", ""), known)
                .map(nearest -> "did you mean --" + nearest + "?")
                .orElse("see iomapd --help");
        return new ConfigurationException("there is no option " + word + ": " + remedy);
    }
}
