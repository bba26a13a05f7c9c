package org.iomap.cli.transcript;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.iomap.cli.transcript.Outcome.Failed;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Errno;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Signal;

/**
 * What a line is to give.
 *
 * @param words what stands after {@code =}; null where there is no {@code =}: the line must succeed
 */
record Expectation(List<Tokens.Token> words) {
    static final Expectation SUCCESS = new Expectation(null);

    private static final String ANYTHING = "*";

    /** Every failure that can be expected. */
    static final List<String> FAILURES = Stream.of(
                    names(Errno.values()),
                    names(Signal.values()),
                    Stream.of(
                            "SIGSEGV/SEGV_MAPERR",
                            "SIGSEGV/SEGV_ACCERR",
                            "SIGBUS/BUS_ADRALN",
                            "SIGBUS/BUS_ADRERR",
                            "HPMC",
                            "LOST",
                            "TIMEOUT"),
                    with("SIGBUS", names(BusCode.values())),
                    with("REFUSED", names(RefusedCode.values())),
                    with("PROTOCOL", names(ProtocolCode.values())))
            .flatMap(name -> name)
            .toList();

    static Expectation of(List<Tokens.Token> words) throws SyntaxException {
        if (words.isEmpty()) {
            throw new SyntaxException("nothing stands after '='; '= *' accepts anything");
        }
        if (words.size() == 1
                && looksLikeFailure(words.get(0))
                && !FAILURES.contains(words.get(0).text())) {
            throw Nearest.unknown("failure", words.get(0).text(), FAILURES);
        }
        return new Expectation(words);
    }

    boolean isMetBy(Outcome outcome) {
        if (words == null) {
            return outcome instanceof Result;
        }
        if (words.size() == 1 && words.get(0).is(ANYTHING)) {
            return true;
        }
        return outcome instanceof Result result ? isMetBy(result) : isMetBy((Failed) outcome);
    }

    private boolean isMetBy(Result result) {
        return words.size() >= result.needed()
                && words.size() <= result.values().size()
                && IntStream.range(0, words.size())
                        .allMatch(index ->
                                isSame(words.get(index), result.values().get(index)));
    }

    private boolean isMetBy(Failed failed) {
        return words.size() == 1 && failed.is(words.get(0).text());
    }

    private static boolean isSame(Tokens.Token expected, String got) {
        return expected.is(ANYTHING) || expected.toString().equals(got) || isSameNumber(expected.text(), got);
    }

    private static boolean isSameNumber(String expected, String got) {
        try {
            return Words.numberOf(expected) == Words.numberOf(got);
        } catch (SyntaxException notNumbers) {
            return false;
        }
    }

    private static boolean looksLikeFailure(Tokens.Token word) {
        return !word.quoted() && word.text().matches("[A-Z][A-Z_0-9]*(/.*)?");
    }

    private static Stream<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name);
    }

    private static Stream<String> with(String family, Stream<String> codes) {
        return Stream.concat(Stream.of(family), codes.map(code -> family + "/" + code));
    }

    @Override
    public String toString() {
        return words == null
                ? "success"
                : words.stream().map(Tokens.Token::toString).collect(Collectors.joining(" "));
    }
}
