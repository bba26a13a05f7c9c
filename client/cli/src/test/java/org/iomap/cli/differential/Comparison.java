package org.iomap.cli.differential;

import java.util.List;
import java.util.Optional;

/** The same sequences on both machines. */
final class Comparison {
    private final Machine oracle;
    private final Machine service;

    Comparison(Machine oracle, Machine service) {
        this.oracle = oracle;
        this.service = service;
    }

    /** Where a sequence goes apart first, with as few steps before it as show it; empty where it does not. */
    Optional<Divergence> of(List<Step> steps) {
        return first(steps).map(found -> {
            List<Step> upToThere = steps.subList(0, found.index() + 1);
            List<Step> needed =
                    Shrinking.shrink(upToThere, shorter -> first(shorter).isPresent());
            return first(needed).orElse(found);
        });
    }

    private Optional<Divergence> first(List<Step> steps) {
        List<Long> expected = oracle.play(steps);
        List<Long> got = service.play(steps);
        for (int index = 0; index < expected.size(); index++) {
            if (!expected.get(index).equals(got.get(index))) {
                return Optional.of(new Divergence(steps.subList(0, index + 1), expected, got.get(index)));
            }
        }
        return Optional.empty();
    }
}
