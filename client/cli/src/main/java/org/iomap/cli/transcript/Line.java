package org.iomap.cli.transcript;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A line of a transcript that does something.
 *
 * @param number in its file, counted from 1
 * @param statement the line without expectation and comment, words apart by one space
 * @param process the name of the process that speaks, without the {@code @}; empty where none is named
 */
record Line(int number, String statement, String process, Action action, Expectation expectation) {
    /** True when it says itself what it is to give. */
    boolean isExpecting() {
        return !expectation.equals(Expectation.SUCCESS);
    }

    /** Parses a line; empty where it holds nothing or only a comment. */
    static Optional<Line> parse(int number, String text) throws SyntaxException {
        List<Tokens.Token> tokens = Tokens.of(text);
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        int equals = IntStream.range(0, tokens.size())
                .filter(index -> tokens.get(index).is("="))
                .findFirst()
                .orElse(tokens.size());
        List<Tokens.Token> statement = tokens.subList(0, equals);
        String process = process(statement);
        List<Tokens.Token> verb = process.isEmpty() ? statement : statement.subList(1, statement.size());
        if (verb.isEmpty()) {
            throw new SyntaxException("a verb is missing");
        }
        Action action = Grammar.parse(verb);
        Expectation expectation = equals == tokens.size()
                ? action.expectation()
                : Expectation.of(tokens.subList(equals + 1, tokens.size()));
        return Optional.of(new Line(number, join(statement), process, action, expectation));
    }

    private static String process(List<Tokens.Token> statement) throws SyntaxException {
        if (statement.isEmpty()
                || !statement.get(0).text().startsWith("@")
                || statement.get(0).quoted()) {
            return "";
        }
        String name = statement.get(0).text().substring(1);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new SyntaxException("'@" + name + "' is not the name of a process");
        }
        return name;
    }

    private static String join(List<Tokens.Token> tokens) {
        return tokens.stream().map(Tokens.Token::toString).collect(Collectors.joining(" "));
    }
}
