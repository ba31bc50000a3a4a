package org.logbraid.collector.peers.jgroups;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection may go without an echo. After a cut TCP tries again only when that has lasted for as long once more,
 * so another connection is sooner there. Patience grows while the other side takes connections and reads nothing, as the
 * kernel of a stopped process does.
 *
 * <p>Not thread-safe: guarded by the lock of its link.
 */
final class Unanswered {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long LONGEST_NANOS = 4 * SHORTEST_NANOS;

    private long nanos = SHORTEST_NANOS;

    /** Whether a connection is to be given up. */
    boolean isTooLong(PeerConnection connection, long now) {
        if (connection.isUnanswered(now, nanos)) {
            nanos = Math.min(2 * nanos, LONGEST_NANOS);
            return true;
        }
        if (connection.hasEchoed()) {
            nanos = SHORTEST_NANOS;
        }
        return false;
    }
}
