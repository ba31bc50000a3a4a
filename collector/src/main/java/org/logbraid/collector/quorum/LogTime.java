package org.logbraid.collector.quorum;

/**
 * The leader's log time: its wall clock; where that has gone back, the last log time plus what the monotonic clock has
 * passed since. Never goes back.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class LogTime {
    private static final long NONE = Long.MIN_VALUE;

    private long lastNanos;
    private long lastMonotonicNanos;
    private boolean given;

    /**
     * Goes on behind a log.
     *
     * @param lastNanos log time of its newest entry, {@link Long#MIN_VALUE} without
     */
    LogTime(long lastNanos) {
        this.lastNanos = lastNanos;
    }

    /** Log time of an entry that is made now. */
    long next(long epochNanos, long monotonicNanos) {
        if (lastNanos == NONE || epochNanos >= lastNanos) {
            lastNanos = epochNanos;
        } else if (given) {
            lastNanos += Math.max(0, monotonicNanos - lastMonotonicNanos);
        }
        lastMonotonicNanos = monotonicNanos;
        given = true;
        return lastNanos;
    }
}
