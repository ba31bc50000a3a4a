package org.logbraid.agent.handover;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * How long a collector may be silent. One that is alone may be for three seconds. Where there are others, one of them may
 * lead by now, which a stopped leader or one that is cut off cannot tell: a second of silence is enough to ask them. When
 * that was for nothing, because the silent one leads as before, patience grows.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Patience {
    private static final long ALONE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long GREETING_ALONE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(8).toNanos();
    private static final long LONGEST_ROUND_NANOS = Duration.ofSeconds(4).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long PING_ALONE_NANOS = Duration.ofSeconds(1).toNanos();

    private final boolean alone;
    private long nanos = SHORTEST_NANOS;
    private long roundNanos = SHORTEST_NANOS;
    private @Nullable HostPort silent;
    private long silentAt;

    /** Whether the silent one has given a session since. */
    private boolean excused;

    /**
     * The first patience.
     *
     * @param alone whether there is one collector only
     */
    Patience(boolean alone) {
        this.alone = alone;
    }

    /** With a collector that has spoken before. */
    long ofSession() {
        return alone ? ALONE_NANOS : Math.min(nanos, ALONE_NANOS);
    }

    /** With one that does not take the connection; where there are no others, that has a bound of its own. */
    long ofDialling() {
        return alone ? Long.MAX_VALUE : ofStranger();
    }

    /** With one that has taken the connection and has not said a word: it may be busy, or stopped while its kernel took the connection. */
    long ofGreeting() {
        return alone ? GREETING_ALONE_NANOS : ofStranger();
    }

    private long ofStranger() {
        return Math.max(nanos, roundNanos);
    }

    /** How long nothing is heard before a sign of life is asked for. */
    long ofPing() {
        return alone ? PING_ALONE_NANOS : nanos / 4;
    }

    /**
     * Each of them was tried in vain: they may be too busy to answer that soon, with all agents of a farm before their doors, and
     * whoever turns away and comes again makes them busier.
     */
    void roundFailed() {
        roundNanos = Math.min(2 * roundNanos, LONGEST_ROUND_NANOS);
    }

    /** Patience with a collector has come to an end. */
    void lost(HostPort collector, long now) {
        if (!collector.equals(silent) || now - silentAt > CALM_NANOS) {
            nanos = SHORTEST_NANOS;
        } else if (!excused) {
            grow();
        }
        silent = collector;
        silentAt = now;
        excused = false;
    }

    /** A collector gives a session. */
    void found(HostPort collector) {
        roundNanos = SHORTEST_NANOS;
        if (!collector.equals(silent)) {
            silent = null;
            nanos = SHORTEST_NANOS;
        } else if (!excused) {
            excused = true;
            grow();
        }
    }

    private void grow() {
        nanos = Math.min(2 * nanos, LONGEST_NANOS);
    }
}
