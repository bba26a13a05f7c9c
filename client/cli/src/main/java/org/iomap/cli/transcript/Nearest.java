package org.iomap.cli.transcript;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word nearest to one that is not known, by Levenshtein's distance. */
final class Nearest {
    private Nearest() {}

    /** Says that {@code word} is no {@code what}, and which known word is nearest. */
    static SyntaxException unknown(String what, String word, Collection<String> known) {
        String hint = find(word, known)
                .map(found -> "; the nearest is '" + found + "'")
                .orElse("");
        return new SyntaxException("unknown " + what + " '" + word + "'" + hint);
    }

    static Optional<String> find(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                int best = Math.min(Math.min(above[column], above[column - 1]) + 1, diagonal + change);
                diagonal = above[column];
                above[column] = best;
            }
        }
        return above[other.length()];
    }
}
