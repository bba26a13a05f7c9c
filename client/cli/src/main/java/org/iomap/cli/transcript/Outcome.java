package org.iomap.cli.transcript;

import java.util.List;
import java.util.Locale;
import org.iomap.protocol.Width;

/** What came of a line. */
sealed interface Outcome permits Outcome.Result, Outcome.Failed {
    /** As a transcript has it after {@code =}; empty where there is nothing to say. */
    String words();

    /** More about it, for people; empty where there is nothing more. */
    String text();

    /**
     * It was done.
     *
     * @param values what it gave
     * @param needed how many of them an expectation names at least
     */
    record Result(List<String> values, int needed, String text) implements Outcome {
        static final Result NOTHING = new Result(List.of(), 0, "");
        static final Result ZERO = of("0");

        static Result of(String value) {
            return new Result(List.of(value), 1, "");
        }

        static Result of(long number) {
            return of(Long.toUnsignedString(number));
        }

        static Result of(Width width, long value) {
            return of(hex(width, value));
        }

        static Result address(long address) {
            return of(hex(Width.WORD, address));
        }

        /** All of the values must be named. */
        static Result all(List<String> values) {
            return new Result(values, values.size(), "");
        }

        static String hex(Width width, long value) {
            return String.format(Locale.ROOT, "0x%0" + 2 * width.bytes() + "x", value);
        }

        Result with(String more) {
            return new Result(values, needed, more);
        }

        @Override
        public String words() {
            return String.join(" ", values);
        }
    }

    /**
     * It failed.
     *
     * @param name such as {@code EBADF}, {@code SIGBUS}, {@code REFUSED}
     * @param codes more exactly, such as {@code BUS_ADRALN}, each a way to say it
     */
    record Failed(String name, List<String> codes, String text) implements Outcome {
        boolean is(String word) {
            return word.equals(name) || codes.stream().anyMatch(code -> word.equals(name + "/" + code));
        }

        @Override
        public String words() {
            return codes.isEmpty() ? name : name + "/" + codes.get(0);
        }
    }
}
