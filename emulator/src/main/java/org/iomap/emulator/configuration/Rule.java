package org.iomap.emulator.configuration;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a word of a machine file looks like. */
record Rule(Pattern pattern, String text) {
    /** DC-3. */
    static final Rule NAME = of(
            "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
            "a name: 1 to 64 letters, digits, dots, underscores and hyphens, a letter or a digit first");

    static final Rule DEVICE_FILE = of("/dev(/[A-Za-z0-9_.+:-]{1,64}){1,8}", "the path of a device file: /dev/…");
    static final Rule FILE = of("[^\\x00]+", "the name of a file");
    static final Rule TOKEN = of("[0-9A-Fa-f]{32,512}", "32 or more hexadecimal digits: try `openssl rand -hex 32`");

    static Rule oneOf(Collection<String> words) {
        return of(
                words.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                "one of " + String.join(", ", words));
    }

    /** The word, or null when it does not look like that. */
    String accept(String word) {
        return pattern.matcher(word).matches() ? word : null;
    }

    static Rule of(String pattern, String text) {
        return new Rule(Pattern.compile(pattern), text);
    }
}
