package org.logbraid.common.clock;

import java.time.Instant;

/** The clocks of this machine: the one place where they are read. Safe for all threads. */
public final class SystemClock implements Clock {
    public static final SystemClock INSTANCE = new SystemClock();

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private SystemClock() {}

    @Override
    public long epochNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
