package org.logbraid.agent.tail;

import java.util.Arrays;
import org.logbraid.common.cycle.DutyCycle;

/**
 * How often to look: each 25 ms, and seldomer, down to once a second, where looking costs more than 2 % of a core. What a
 * look costs is the median of the last few: one that was held up by the machine says nothing of its cost, and lines
 * would wait fifty times as long for the next. Where the collectors ask for few promises looks are fewer, too, the more so where
 * nothing was written for a while, and while nothing can be read, as all that was is still to be sent.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Pace {
    static final long SHORTEST_NANOS = 25_000_000;
    static final long LONGEST_NANOS = 1_000_000_000;

    /** Looking may take 2 % of a core. */
    private static final long INTERVAL_PER_COST = 50;

    /**
     * So often between two promises at least: fewest are asked for where lines wait for something else than what a look finds. Where
     * none waits at all, as in channel order, two promises a second still make a look each 25 ms.
     */
    private static final int LOOKS_PER_PROMISE = 20;

    private static final int QUIET_LOOKS_PER_PROMISE = 4;

    /** While nothing can be read, nobody is served by hearing soon that there is more of it. */
    private static final long HELD_UP_NANOS = 225_000_000;

    /** Nothing was written for a while. */
    private static final long QUIET_NANOS = 5_000_000_000L;

    private static final int REMEMBERED = 7;

    private final long[] costs = new long[REMEMBERED];
    private final long[] sorted = new long[REMEMBERED];
    private int looks;
    private long promiseNanos = SHORTEST_NANOS;
    private long nextNanos;
    private long readNanos;
    private boolean heldUp;

    /** A look is due at once. */
    Pace(long now) {
        nextNanos = now;
        readNanos = now;
    }

    /** How often promises are asked for: a look is due soon. */
    void promiseEach(int millis, long now) {
        promiseNanos = millis * 1_000_000L;
        long soon = now + SHORTEST_NANOS;
        nextNanos = nextNanos - soon > 0 ? soon : nextNanos;
    }

    /** Something was read. */
    void read(long now) {
        readNanos = now;
    }

    /** Whether there is something to be read, and no room for it. */
    void heldUp(boolean now) {
        heldUp = now;
    }

    boolean isDue(long now) {
        return now - dueNanos() >= 0;
    }

    /** As a cycle says it. */
    long mostRestNanos(long now) {
        return DutyCycle.restUntil(dueNanos(), now);
    }

    private long dueNanos() {
        return heldUp ? nextNanos + HELD_UP_NANOS : nextNanos;
    }

    /** All was looked at. */
    void looked(long begunNanos, long now) {
        nextNanos = now + restAfter(now - begunNanos, now - readNanos > QUIET_NANOS);
    }

    /** There was nothing to be looked at any more. */
    void skipped(long now) {
        nextNanos = now + SHORTEST_NANOS;
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
        long enough = promiseNanos / (quiet ? QUIET_LOOKS_PER_PROMISE : LOOKS_PER_PROMISE);
        return Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, Math.max(enough, rest)));
    }
}
