package org.logbraid.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured of some cases, round by round. A run that fails is said and left out: one system that loses a line does
 * not cost the figures of all others.
 *
 * <p>Not thread-safe.
 *
 * @param <C> what is measured
 * @param <R> one run
 */
public final class Rounds<C, R> {
    private final PrintStream out;
    private final Map<C, Map<Integer, R>> runs = new LinkedHashMap<>();
    private int round;
    private boolean anyFailed;

    /** Measures something once. */
    @FunctionalInterface
    public interface Measurement<R> {
        R run() throws IOException, InterruptedException;
    }

    public Rounds(PrintStream out) {
        this.out = out;
    }

    public void next() {
        round++;
    }

    /** Measures a case in the current round; says what came of it, or why nothing did. */
    public void measure(C measured, String name, Measurement<R> measurement) throws InterruptedException {
        try {
            R run = measurement.run();
            runs.computeIfAbsent(measured, added -> new TreeMap<>()).put(round, run);
            out.println("  " + name + ": " + run);
        } catch (IOException e) {
            anyFailed = true;
            out.println("  " + name + ": failed, " + e.getMessage());
        }
    }

    public boolean anyFailed() {
        return anyFailed;
    }

    /** What has at least one run, in the order of the first ones. */
    public List<C> cases() {
        return List.copyOf(runs.keySet());
    }

    /** All runs of a case. */
    public List<R> of(C measured) {
        return List.copyOf(runs.getOrDefault(measured, Map.of()).values());
    }

    /** The runs of a case in those rounds that another case has too. */
    public List<R> besides(C measured, C other) {
        List<R> both = new ArrayList<>();
        Map<Integer, R> others = runs.getOrDefault(other, Map.of());
        runs.getOrDefault(measured, Map.of()).forEach((of, run) -> {
            if (others.containsKey(of)) {
                both.add(run);
            }
        });
        return both;
    }
}
