package org.logbraid.collector.quorum;

/** How long members wait for each other, by the monotonic clock. Constants only. */
final class Timing {
    /** A leader is heard by the others at least as often. */
    static final long HEARTBEAT_NANOS = 100_000_000L;

    /** A leader not heard for so long, and for up to twice as long by chance, is given up. */
    static final long ELECTION_NANOS = 500_000_000L;

    /** A leader unheard by a majority for so long steps down. */
    static final long UNHEARD_NANOS = 2 * ELECTION_NANOS;

    /** A leader whose disk has not moved for so long gives up, as does whoever would stand. */
    static final long STUCK_NANOS = 5_000_000_000L;

    private Timing() {}
}
