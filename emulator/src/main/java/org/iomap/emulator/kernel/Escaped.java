package org.iomap.emulator.kernel;

/** Text of a client, as it may stand in the trace: shortened, ASCII, on one line (DC-4). */
final class Escaped {
    private static final int MOST = 64;

    private Escaped() {}

    static String of(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(MOST).forEach(point -> append(escaped, point));
        return escaped.append(text.codePointCount(0, text.length()) > MOST ? "..." : "")
                .toString();
    }

    private static void append(StringBuilder escaped, int point) {
        boolean plain = point > ' ' && point < 0x7F && point != '\\';
        escaped.append(plain ? Character.toString(point) : "\\u{%x}".formatted(point));
    }
}
