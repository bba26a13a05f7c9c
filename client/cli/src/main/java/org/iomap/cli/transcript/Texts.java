package org.iomap.cli.transcript;

import java.nio.charset.StandardCharsets;

/** The quoted strings of the language: one char for each byte, with the escapes \n \r \t \" \\ and \xNN. */
final class Texts {
    private Texts() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int next = 0; next < text.length(); next++) {
            char character = text.charAt(next);
            switch (character) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').append(character);
                default ->
                    quoted.append(character >= ' ' && character <= '~' ? String.valueOf(character) : hex(character));
            }
        }
        return quoted.append('"').toString();
    }

    static String unescape(String text) throws SyntaxException {
        String raw = of(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder plain = new StringBuilder();
        for (int next = 0; next < raw.length(); next++) {
            char character = raw.charAt(next);
            if (character != '\\') {
                plain.append(character);
            } else if (raw.startsWith("x", next + 1) && next + 4 <= raw.length()) {
                plain.append(byteOf(raw.substring(next + 2, next + 4)));
                next += 3;
            } else {
                plain.append(escaped(raw.charAt(++next)));
            }
        }
        return plain.toString();
    }

    private static String hex(char character) {
        return "\\x%02x".formatted((int) character);
    }

    private static char byteOf(String digits) throws SyntaxException {
        try {
            return (char) Integer.parseUnsignedInt(digits, 16);
        } catch (NumberFormatException notHex) {
            throw new SyntaxException("\\x is followed by two hexadecimal digits, not '" + digits + "'");
        }
    }

    private static char escaped(char character) throws SyntaxException {
        return switch (character) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> character;
            default -> throw new SyntaxException("unknown escape '\\" + character + "' in a string");
        };
    }
}
