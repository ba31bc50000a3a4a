package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far an agent's wall clock is behind ours. Of the answers to PING of the last 60 s the one with the shortest round
 * trip counts: it leaves the least room for error.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class AgentClock {
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private record Sample(long at, long roundTripNanos, long behindNanos) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * Takes an answer.
     *
     * @param now monotonic clock
     * @param wallNanos our wall clock now
     * @param sentAt monotonic clock when the PING was sent
     * @param agentWallNanos the agent's wall clock when it answered
     */
    void answered(long now, long wallNanos, long sentAt, long agentWallNanos) {
        long roundTrip = now - sentAt;
        if (roundTrip < 0 || roundTrip > WINDOW_NANOS) {
            return; // not an echo of ours
        }
        while (!samples.isEmpty()
                && (now - samples.getFirst().at() > WINDOW_NANOS || samples.size() >= WINDOW_NANOS / 1_000_000_000L)) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(now, roundTrip, wallNanos - roundTrip / 2 - agentWallNanos));
    }

    /** How far it is behind, negative when it is ahead; 0 while nothing is known. */
    long behindNanos(long now) {
        Sample best = null;
        for (Sample sample : samples) {
            if (now - sample.at() <= WINDOW_NANOS
                    && (best == null || sample.roundTripNanos() < best.roundTripNanos())) {
                best = sample;
            }
        }
        return best == null ? 0 : best.behindNanos();
    }
}
