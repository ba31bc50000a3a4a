package org.logbraid.common.clock;

/** The two clocks of a machine. Safe for all threads. */
public interface Clock {
    /** Wall clock in nanoseconds since 1970-01-01T00:00Z; may step in both directions. */
    long epochNanos();

    /** Monotonic clock in nanoseconds from an arbitrary origin; never goes back. Compare by difference only. */
    long monotonicNanos();
}
