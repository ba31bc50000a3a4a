package org.logbraid.agent.handover;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.wire.Message;

/**
 * When and how the agent says goodbye: for good, when everything is read and accepted ({@code --once}); for a restart,
 * when it is asked to end and has handed over what it had read. The goodbye is said again each second until it is
 * answered.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread; {@link #ask} is safe for all.
 */
final class Leaving {
    private static final long QUIET_NANOS = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(7).toNanos();
    private static final long REPEAT_NANOS = Duration.ofSeconds(1).toNanos();

    private final boolean once;
    private final boolean waitWritten;
    private volatile boolean asked;
    private boolean begun;
    private long begunAt;
    private boolean said;
    private long saidAt;

    Leaving(boolean once, boolean waitWritten) {
        this.once = once;
        this.waitWritten = waitWritten;
    }

    void ask() {
        asked = true;
    }

    boolean isAsked() {
        return begun;
    }

    /** True once: when the request is noticed. */
    boolean begins(long now) {
        if (!asked || begun) {
            return false;
        }
        begun = true;
        begunAt = now;
        return true;
    }

    /** Everything is read again: a goodbye that was said counts no more. */
    void readAgain() {
        said = false;
    }

    boolean isSaid() {
        return said;
    }

    /** Whether the goodbye for a restart has taken too long. */
    boolean isOverdue(long now) {
        return begun && now - begunAt > LONGEST_NANOS;
    }

    /** The goodbye, when it is time to say it. */
    Message.@Nullable Bye turn(long session, Flight flight, Outbox outbox, long now) {
        boolean forGood = once && !begun && isDrained(flight, outbox); // asked to end, the tail has not read everything
        boolean forRestart = begun && flight.isEmpty() && outbox.isEmpty() && isHandedOver(outbox, now);
        if (!forGood && !forRestart) {
            return null;
        }
        if (said && now - saidAt < REPEAT_NANOS) {
            return null;
        }
        said = true;
        saidAt = now;
        return new Message.Bye(session, forGood, flight.lastSent());
    }

    private boolean isHandedOver(Outbox outbox, long now) {
        return outbox.drainedAt() != null || (outbox.quietNanos(now) > QUIET_NANOS && now - begunAt > QUIET_NANOS);
    }

    private boolean isDrained(Flight flight, Outbox outbox) {
        Long last = outbox.drainedAt();
        return last != null && flight.acceptedNumber() >= last && (!waitWritten || flight.writtenNumber() >= last);
    }
}
