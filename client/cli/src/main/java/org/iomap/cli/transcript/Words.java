package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.iomap.protocol.Width;

/** The arguments of a verb, taken one by one from the left, each as what it is to be. */
final class Words {
    private static final Pattern TIME = Pattern.compile("(\\d+)(ns|us|ms|s)?");
    private static final Map<String, Long> NANOS =
            Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

    private final Deque<Tokens.Token> left;

    Words(List<Tokens.Token> arguments) {
        left = new ArrayDeque<>(arguments);
    }

    /** A decimal or 0x number of at most 64 bits. */
    static long numberOf(String word) throws SyntaxException {
        try {
            return word.startsWith("0x") || word.startsWith("0X")
                    ? Long.parseUnsignedLong(word.substring(2), 16)
                    : Long.parseUnsignedLong(word);
        } catch (NumberFormatException notNumber) {
            throw new SyntaxException("'" + word + "' is not a number (decimal or 0x...)");
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** True when the next argument is {@code word}; takes it then. */
    boolean take(String word) {
        boolean is = !left.isEmpty() && left.peek().is(word);
        if (is) {
            left.remove();
        }
        return is;
    }

    boolean startsWith(String prefix) {
        return !left.isEmpty() && left.peek().text().startsWith(prefix);
    }

    String word(String what) throws SyntaxException {
        return next(what).text();
    }

    String text() throws SyntaxException {
        Tokens.Token token = next("a string in quotation marks");
        if (!token.quoted()) {
            throw new SyntaxException("'" + token + "' is to be a string in quotation marks");
        }
        return token.text();
    }

    boolean nextIsText() {
        return !left.isEmpty() && left.peek().quoted();
    }

    long number(String what) throws SyntaxException {
        return numberOf(word(what));
    }

    /** A number that need not be there. */
    long number(String what, long otherwise) throws SyntaxException {
        return isEmpty() ? otherwise : number(what);
    }

    /** A number of at most 31 bits, such as a descriptor or a count. */
    int small(String what) throws SyntaxException {
        long number = number(what);
        if (number != (int) number || number < 0) {
            throw new SyntaxException(what + " " + Long.toUnsignedString(number) + " is too large");
        }
        return (int) number;
    }

    /** A minor number: more than 24 bits would change the major number. */
    int minor() throws SyntaxException {
        long minor = number("MINOR");
        if (minor >>> SystemCall.MINOR_BITS != 0) {
            throw new SyntaxException("a MINOR has 24 bits, and 0x%x has more".formatted(minor));
        }
        return (int) minor;
    }

    /** A number of at most 31 bits that may be negative. */
    int signed(String what) throws SyntaxException {
        long number = signedLong(what);
        if (number != (int) number) {
            throw new SyntaxException(what + " " + number + " is too large");
        }
        return (int) number;
    }

    /** A number of at most 63 bits that may be negative. */
    long signedLong(String what) throws SyntaxException {
        String word = word(what);
        boolean negative = word.startsWith("-");
        long number = numberOf(negative ? word.substring(1) : word);
        if (number < 0) {
            throw new SyntaxException(what + " " + word + " is too large");
        }
        return negative ? -number : number;
    }

    /** A mode: octal with a leading 0, or any other number. */
    int mode() throws SyntaxException {
        String word = word("MODE");
        return word.matches("0[0-7]+") ? Integer.parseInt(word, 8) : (int) numberOf(word);
    }

    Width width() throws SyntaxException {
        long bytes = number("WIDTH");
        for (Width width : Width.values()) {
            if (width.bytes() == bytes) {
                return width;
            }
        }
        throw new SyntaxException("a WIDTH is 1, 2, 4 or 8 bytes, not " + Long.toUnsignedString(bytes));
    }

    Place place() throws SyntaxException {
        return Place.of(word("ADDRESS"));
    }

    /** A value that fits the width. */
    long value(Width width) throws SyntaxException {
        long value = number("VALUE");
        if ((value & ~width.mask()) != 0) {
            throw new SyntaxException("0x%x does not fit into %d bytes".formatted(value, width.bytes()));
        }
        return value;
    }

    /** All values that are left; at least one. */
    List<Long> values(Width width) throws SyntaxException {
        List<Long> values = new ArrayList<>();
        do {
            values.add(value(width));
        } while (!isEmpty());
        return values;
    }

    /** A time with its unit: ns, us, ms or s; ns where there is none. */
    Duration time() throws SyntaxException {
        String word = word("TIME");
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new SyntaxException("'" + word + "' is not a time, such as 40ms (ns, us, ms, s)");
        }
        try {
            String unit = time.group(2) == null ? "ns" : time.group(2);
            return Duration.ofNanos(Math.multiplyExact(Long.parseLong(time.group(1)), NANOS.get(unit)));
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw new SyntaxException("'" + word + "' is more time than a clock counts");
        }
    }

    /** One of a few words, with what it stands for. */
    <T> T oneOf(String what, Map<String, T> meanings) throws SyntaxException {
        String word = word(what);
        T meaning = meanings.get(word);
        if (meaning == null) {
            throw Nearest.unknown(what, word, meanings.keySet());
        }
        return meaning;
    }

    /** One of a few words with what it stands for, or the number itself. */
    long symbol(String what, Map<String, Long> meanings) throws SyntaxException {
        return startsWithDigit() ? number(what) : oneOf(what, meanings);
    }

    /** Words with commas between them, each with a number that is added to the others; or the number itself. */
    long symbols(String what, Map<String, Long> meanings) throws SyntaxException {
        if (startsWithDigit()) {
            return number(what);
        }
        long sum = 0;
        for (String word : word(what).split(",", -1)) {
            if (!meanings.containsKey(word)) {
                throw Nearest.unknown(what, word, meanings.keySet());
            }
            sum |= meanings.get(word);
        }
        return sum;
    }

    /** The same of an argument that need not be there. */
    long symbols(String what, Map<String, Long> meanings, long otherwise) throws SyntaxException {
        return isEmpty() ? otherwise : symbols(what, meanings);
    }

    boolean startsWithDigit() {
        return !left.isEmpty()
                && !left.peek().text().isEmpty()
                && Character.isDigit(left.peek().text().charAt(0));
    }

    void end() throws SyntaxException {
        if (!left.isEmpty()) {
            throw new SyntaxException("'" + left.peek() + "' is one word too many");
        }
    }

    private Tokens.Token next(String what) throws SyntaxException {
        if (left.isEmpty()) {
            throw new SyntaxException(what + " is missing");
        }
        return left.remove();
    }
}
