package org.iomap.cli.differential;

import java.util.ArrayList;
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

    /**
     * Where a sequence goes apart first, with as few steps before it as show it; empty where it does not.
     *
     * @param preparation what comes before the sequence, whatever is left out of that
     */
    Optional<Divergence> of(List<Step> preparation, List<Step> steps) {
        return first(preparation, steps).map(found -> {
            List<Step> upToThere = steps.subList(0, found.steps().size() - preparation.size());
            List<Step> needed = Shrinking.shrink(
                    upToThere, shorter -> first(preparation, shorter).isPresent());
            return first(preparation, needed).orElse(found);
        });
    }

    private Optional<Divergence> first(List<Step> preparation, List<Step> steps) {
        List<Step> all = new ArrayList<>(preparation);
        all.addAll(steps);
        List<Long> expected = oracle.play(all);
        List<Long> got = service.play(all);
        for (int index = 0; index < all.size(); index++) {
            if (!expected.get(index).equals(got.get(index))) {
                return Optional.of(new Divergence(all.subList(0, index + 1), expected, got.get(index)));
            }
        }
        return Optional.empty();
    }
}
