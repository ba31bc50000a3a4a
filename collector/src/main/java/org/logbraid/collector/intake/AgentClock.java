package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What an agent's wall clock shows, told by our monotonic clock, which nobody sets. Of the answers to PING of the last
 * 60 s the one with the shortest round trip counts: it leaves the least room for error.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class AgentClock {
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private record Sample(long at, long roundTripNanos, long aheadOfMonotonicNanos) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * Takes an answer.
     *
     * @param now monotonic clock
     * @param sentAt monotonic clock when the PING was sent
     * @param agentWallNanos the agent's wall clock when it answered
     */
    void answered(long now, long sentAt, long agentWallNanos) {
        long roundTrip = now - sentAt;
        if (roundTrip < 0 || roundTrip > WINDOW_NANOS) {
            return; // not an echo of ours
        }
        while (!samples.isEmpty()
                && (now - samples.getFirst().at() > WINDOW_NANOS || samples.size() >= WINDOW_NANOS / 1_000_000_000L)) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(now, roundTrip, agentWallNanos + roundTrip / 2 - now));
    }

    /** How far it is behind another clock that shows this now, negative when it is ahead; 0 while nothing is known. */
    long behindNanos(long now, long otherNanos) {
        Sample best = null;
        for (Sample sample : samples) {
            if (now - sample.at() <= WINDOW_NANOS
                    && (best == null || sample.roundTripNanos() < best.roundTripNanos())) {
                best = sample;
            }
        }
        return best == null ? 0 : otherNanos - (now + best.aheadOfMonotonicNanos());
    }
}
