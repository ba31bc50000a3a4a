package org.logbraid.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Medians and ratios of measured runs, and how they are written. Stateless. */
public final class Numbers {
    private Numbers() {}

    /** The middle of some values, or the mean of the middle two; NaN of none. */
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median of one figure of all runs. */
    public static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        return median(runs.stream().map(figure::applyAsDouble).toList());
    }

    /**
     * The median of how many times one figure is the other, round by round: what disturbs a whole round disturbs both.
     * Rounds that one of them has not are left out.
     */
    public static <T> double ratio(List<T> runs, List<T> others, ToDoubleFunction<T> figure) {
        return median(IntStream.range(0, Math.min(runs.size(), others.size()))
                .mapToObj(i -> figure.applyAsDouble(runs.get(i)) / figure.applyAsDouble(others.get(i)))
                .toList());
    }

    /** With so many digits behind the point; a dash for what was not measured. */
    public static String text(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "–";
    }

    /** A number of things. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The value that so many of a hundred do not exceed, of sorted ones; 0 of none. */
    public static int percentile(int[] sorted, int count, double percent) {
        return count == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(count * percent / 100) - 1)];
    }
}
