package org.iomap.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** The samples of all trials, round by round. Ratios are taken within a round: what disturbs one disturbs both. */
final class Trials {
    private final Map<Trial, List<Sample>> samples = new LinkedHashMap<>();

    void add(Trial trial, Sample sample) {
        samples.computeIfAbsent(trial, first -> new ArrayList<>()).add(sample);
    }

    boolean has(Trial trial) {
        return samples.containsKey(trial);
    }

    List<Trial> all() {
        return List.copyOf(samples.keySet());
    }

    double median(Trial trial, ToDoubleFunction<Sample> figure) {
        return median(samples.get(trial).stream().mapToDouble(figure).toArray());
    }

    double median(Trial trial, Trial against, ToDoubleBiFunction<Sample, Sample> ratio) {
        List<Sample> ours = samples.get(trial);
        List<Sample> theirs = samples.get(against);
        double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = ratio.applyAsDouble(ours.get(round), theirs.get(round));
        }
        return median(ratios);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
