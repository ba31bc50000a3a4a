package org.logbraid.agent.handover;

import java.time.Duration;

/**
 * Whether the other side lives: a PING each second, more of them while nothing is heard, and an end to patience. Time in
 * which this thread did not turn counts for nobody.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Pulse {
    private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();

    private final Patience patience;
    private long lastTurn;
    private long lastHeard;
    private long lastPing;
    private boolean heardAnything;

    Pulse(Patience patience, long now) {
        this.patience = patience;
        this.lastTurn = now;
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
        if (now - lastTurn > patience.ofPing()) { // it slept, and may just not have listened
            lastHeard = now;
        }
        lastTurn = now;
    }

    /** Whether the other side has been silent for too long. */
    boolean isSilent(long now) {
        return now - lastHeard > (heardAnything ? patience.ofSession() : patience.ofGreeting());
    }

    boolean pingIsDue(long now) {
        boolean anxious = now - lastHeard >= patience.ofPing() && now - lastPing >= patience.ofPing();
        if (!anxious && now - lastPing < PING_NANOS) {
            return false;
        }
        lastPing = now;
        return true;
    }
}
