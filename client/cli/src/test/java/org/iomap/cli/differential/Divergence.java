package org.iomap.cli.differential;

import java.util.List;
import java.util.StringJoiner;

/**
 * A sequence whose last step is a load that gives something else here. Its text is a recording that {@code iomap play}
 * plays.
 *
 * @param expected what each step loaded on the oracle
 * @param got what the last one loaded here
 */
record Divergence(List<Step> steps, List<Long> expected, long got) {
    @Override
    public String toString() {
        StringJoiner recording = new StringJoiner("\n", "", "  # here 0x%x%n".formatted(got));
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            recording.add(
                    step instanceof Step.Load ? "%s = 0x%x".formatted(step, expected.get(index)) : step.toString());
        }
        return recording.toString();
    }
}
