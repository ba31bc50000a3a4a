package org.logbraid.agent.handover;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Whom to dial next and when: the collectors in turn, or where one of them points to. After each round in vain the wait
 * is doubled, from 50 ms to 5 s, and spread by chance, so that agents do not come back all at once.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Dialling {
    private static final long SHORTEST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MAX_REDIRECTS = 3;

    private final List<HostPort> collectors;
    private final RandomGenerator random;
    private @Nullable HostPort redirected;
    private int next;
    private int failures;
    private int redirects;
    private long waitNanos = SHORTEST_NANOS;
    private long due;

    Dialling(List<HostPort> collectors, RandomGenerator random, long now) {
        this.collectors = collectors;
        this.random = random;
        this.due = now;
    }

    boolean isDue(long now) {
        return now - due >= 0;
    }

    /** The address to be dialled now. */
    HostPort address() {
        HostPort leader = redirected;
        redirected = null;
        return leader == null ? collectors.get(next) : leader;
    }

    /** The dialled address did not answer, or the connection was lost. */
    void failed(long now) {
        next = (next + 1) % collectors.size();
        failures++;
        if (failures % collectors.size() == 0) {
            due = now + spread(waitNanos);
            waitNanos = Math.min(2 * waitNanos, LONGEST_NANOS);
        } else {
            due = now;
        }
    }

    /** Whether each collector was tried in vain since one of them answered. */
    boolean roundFailed() {
        return failures >= collectors.size();
    }

    /** A collector answered with something other than a session. */
    void answered() {
        failures = 0;
    }

    /** There is a session. */
    void welcomed() {
        failures = 0;
        redirects = 0;
        waitNanos = SHORTEST_NANOS;
    }

    /** The collector points elsewhere, or asks to wait for a leader. */
    void redirect(@Nullable HostPort leader, Duration retry, long now) {
        redirects++;
        if (leader != null && redirects % (MAX_REDIRECTS + 1) != 0) {
            redirected = leader;
            due = now;
        } else { // no leader yet, or collectors that point at each other
            next = (next + 1) % collectors.size();
            due = now + spread(Math.max(retry.toNanos(), SHORTEST_NANOS));
        }
    }

    /** The same collector again, a little later. */
    void again(Duration pause, long now) {
        due = now + spread(pause.toNanos());
    }

    private long spread(long nanos) {
        return nanos / 2 + random.nextLong(nanos / 2 + 1);
    }
}
