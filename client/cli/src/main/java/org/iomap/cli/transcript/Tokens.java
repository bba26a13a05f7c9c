package org.iomap.cli.transcript;

import java.util.ArrayList;
import java.util.List;

/** Cuts a line into words, quoted strings and the comment. */
final class Tokens {
    private final String line;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private Tokens(String line) {
        this.line = line;
    }

    /**
     * A word of a line.
     *
     * @param quoted it stood between quotation marks; {@code text} is what they held, one char for each byte
     */
    record Token(String text, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equals(word);
        }

        @Override
        public String toString() {
            return quoted ? Texts.quote(text) : text;
        }
    }

    /** The words of a line, without its comment. */
    static List<Token> of(String line) throws SyntaxException {
        return new Tokens(line).cut();
    }

    private List<Token> cut() throws SyntaxException {
        while (true) {
            while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
                next++;
            }
            if (next == line.length() || line.charAt(next) == '#') {
                return tokens;
            }
            tokens.add(line.charAt(next) == '"' ? quoted() : word());
        }
    }

    private Token word() {
        int start = next;
        while (next < line.length() && !Character.isWhitespace(line.charAt(next))) {
            next++;
        }
        return new Token(line.substring(start, next), false);
    }

    private Token quoted() throws SyntaxException {
        int start = ++next;
        while (next < line.length() && line.charAt(next) != '"') {
            next += line.charAt(next) == '\\' ? 2 : 1;
        }
        if (next >= line.length()) {
            throw new SyntaxException("a string without its closing \"");
        }
        return new Token(Texts.unescape(line.substring(start, next++)), true);
    }
}
