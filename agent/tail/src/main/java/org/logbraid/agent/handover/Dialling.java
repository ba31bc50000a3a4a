package org.logbraid.agent.handover;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Whom to dial next and when: the collectors in turn, or where one of them points to. After each round in vain the wait
 * is doubled, from 50 ms to 5 s, and spread by chance, so that agents do not come back all at once. One that was
 * lost is left out for a while: its kernel may take connections for a process that is stopped, and the others may point to it
 * until they miss it too.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Dialling {
    private static final long SHORTEST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MAX_REDIRECTS = 3;

    /** After so long the others do not take for their leader any more who says nothing, or hear what this agent does not. */
    private static final long DISTRUST_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long SHUN_NANOS = Duration.ofSeconds(5).toNanos();

    private final List<HostPort> collectors;
    private final RandomGenerator random;
    private @Nullable HostPort redirected;
    private @Nullable HostPort shunned;
    private long shunnedAt;
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

    /** Time until the next is to be dialled. */
    long restNanos(long now) {
        return Math.max(0, due - now);
    }

    /** The address to be dialled now. */
    HostPort address() {
        HostPort leader = redirected;
        redirected = null;
        return leader == null ? collectors.get(next) : leader;
    }

    /** The dialled address did not answer, or the connection was lost. */
    void failed(long now) {
        goOn(now);
        failures++;
        if (failures % collectors.size() == 0) {
            due = now + spread(waitNanos);
            waitNanos = Math.min(2 * waitNanos, LONGEST_NANOS);
        } else {
            due = now;
        }
    }

    /** A collector does not answer, or does not lead any more. */
    void shun(HostPort collector, long now) {
        shunned = collector;
        shunnedAt = now;
    }

    private void goOn(long now) {
        next = (next + 1) % collectors.size();
        if (now - shunnedAt < SHUN_NANOS && collectors.get(next).equals(shunned)) {
            next = (next + 1) % collectors.size();
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
        shunned = null;
        waitNanos = SHORTEST_NANOS;
    }

    /** The collector points elsewhere, or asks to wait for a leader. */
    void redirect(@Nullable HostPort leader, Duration retry, long now) {
        redirects++;
        boolean distrusted = leader != null && leader.equals(shunned) && now - shunnedAt < DISTRUST_NANOS;
        if (leader != null && !distrusted && redirects % (MAX_REDIRECTS + 1) != 0) {
            redirected = leader;
            due = now;
        } else { // no leader yet, or collectors that point at each other
            goOn(now);
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
