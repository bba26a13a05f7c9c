package org.iomap.emulator.kernel;

/** Text of a client, as it may stand in the trace: shortened, ASCII, on one line (DC-4). */
public final class Escaped {
    private static final int MOST = 64;
    private static final int MOST_OF_A_SENTENCE = 160;

    private Escaped() {}

    /** One word: a name, a path. */
    public static String of(String text) {
        return escape(text, MOST, '!');
    }

    /** A sentence, in which a space is one. */
    public static String sentence(String text) {
        return escape(text, MOST_OF_A_SENTENCE, ' ');
    }

    private static String escape(String text, int most, char lowest) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(most).forEach(point -> append(escaped, point, lowest));
        return escaped.append(text.codePointCount(0, text.length()) > most ? "..." : "")
                .toString();
    }

    private static void append(StringBuilder escaped, int point, char lowest) {
        boolean plain = point >= lowest && point < 0x7F && point != '\\';
        escaped.append(plain ? Character.toString(point) : "\\u{%x}".formatted(point));
    }
}
