package org.logbraid.agent.tail;

import java.util.Arrays;

/**
 * How often to look: each 25 ms, and seldomer, down to once a second, where looking costs more than 2 % of a core. What a
 * look costs is the median of the last few: one that was held up by the machine says nothing of its cost, and lines
 * would wait fifty times as long for the next. Where nothing was written for a while, and the collectors ask for few promises,
 * looks are fewer, too.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Pace {
    static final long SHORTEST_NANOS = 25_000_000;
    static final long LONGEST_NANOS = 1_000_000_000;

    /** Looking may take 2 % of a core. */
    private static final long INTERVAL_PER_COST = 50;

    /** A quiet agent looks so often between two promises. */
    private static final int LOOKS_PER_PROMISE = 4;

    private static final int REMEMBERED = 7;

    private final long[] costs = new long[REMEMBERED];
    private final long[] sorted = new long[REMEMBERED];
    private int looks;
    private long quietNanos = SHORTEST_NANOS;

    /** How often promises are asked for. */
    void promiseEach(int millis) {
        quietNanos = Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, millis * 1_000_000L / LOOKS_PER_PROMISE));
    }

    /**
     * Time in nanoseconds from the end of a look to the next one.
     *
     * @param lookNanos how long it took
     * @param quiet whether nothing was written for a while: then nobody is served by more looks than promises need
     */
    long restAfter(long lookNanos, boolean quiet) {
        costs[looks++ % REMEMBERED] = lookNanos;
        int known = Math.min(looks, REMEMBERED);
        System.arraycopy(costs, 0, sorted, 0, known);
        Arrays.sort(sorted, 0, known);
        long rest = sorted[(known - 1) / 2] * INTERVAL_PER_COST;
        return Math.max(quiet ? quietNanos : SHORTEST_NANOS, Math.min(LONGEST_NANOS, rest));
    }
}
