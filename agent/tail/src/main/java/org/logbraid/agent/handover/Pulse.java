package org.logbraid.agent.handover;

import java.time.Duration;

/**
 * Whether the other side lives: a PING each second, and three silent seconds are too many. Time in which this thread did
 * not turn counts for nobody.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Pulse {
    private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SILENT_NANOS = Duration.ofSeconds(3).toNanos();

    private long lastTurn;
    private long lastHeard;
    private long lastPing;
    private boolean heardAnything;

    Pulse(long now) {
        lastTurn = now;
    }

    /** A connection begins. */
    void begin(long now) {
        lastHeard = now;
        lastPing = now;
        heardAnything = false;
    }

    void heard(long now) {
        lastHeard = now;
        heardAnything = true;
    }

    /** Notes that this thread turns. */
    void turn(long now) {
        if (now - lastTurn > PING_NANOS) { // it slept, and may just not have listened
            lastHeard = now;
        }
        lastTurn = now;
    }

    /** Whether the other side spoke once and has been silent for too long since. */
    boolean isSilent(long now) {
        return heardAnything && now - lastHeard > SILENT_NANOS;
    }

    boolean pingIsDue(long now) {
        if (now - lastPing < PING_NANOS) {
            return false;
        }
        lastPing = now;
        return true;
    }
}
