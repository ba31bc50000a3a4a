package org.logbraid.collector.join;

/**
 * Which request is under way, and when it is made once more. It keeps its number then, so that an answer which only took long is
 * not thrown away; and as each answer that nobody needs makes the next one later, patience grows with the time that
 * answers take.
 *
 * <p>Not thread-safe: belongs to its {@link JoinCycle}.
 */
final class Repeats {
    private static final long LEAST_NANOS = 1_000_000_000L;

    /** So that it is asked once more at least before it is given up. */
    private static final long MOST_NANOS = 4_000_000_000L;

    private long number;
    private int times;
    private long askedAt;
    private long patience = LEAST_NANOS;

    /** Counts from the time on, so that no answer to another join of this collector, still on its way, is taken for one to this. */
    Repeats(long now) {
        number = now;
    }

    /** Of the request that is made next, or is under way. */
    long number() {
        return number;
    }

    boolean isDue(long now) {
        return times == 0 || now - askedAt >= patience;
    }

    void asked(long now) {
        if (times > 0) {
            patience = Math.min(2 * patience, MOST_NANOS);
        }
        times++;
        askedAt = now;
    }

    /** What was asked for is there; of one that was asked for twice it is not known how long it took. */
    void answered(long now) {
        if (times == 1) {
            patience = Math.max(LEAST_NANOS, Math.min(2 * (now - askedAt), MOST_NANOS));
        }
        number++;
        times = 0;
    }

    /** The next request waits as if it had been made. */
    void pause(long now) {
        times = 1;
        askedAt = now;
    }
}
