package org.iomap.cli.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void what_is_needed_stays_and_everything_else_goes() {
        List<Integer> needed = List.of(3, 4, 77);

        assertThat(Shrinking.shrink(HUNDRED, steps -> steps.containsAll(needed)))
                .isEqualTo(needed);
    }

    @Test
    void nothing_goes_when_everything_is_needed() {
        assertThat(Shrinking.shrink(HUNDRED, HUNDRED::equals)).isEqualTo(HUNDRED);
    }
}
