package org.logbraid.collector.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.MergeView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that have been silent for {@code evict-after} (T4). Only time in which the intake's own turns ran
 * counts: a turn more than 1 s late, like a new leader, starts all timers anew, for then it may be us who were silent.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Evictions {
    private static final Logger log = LoggerFactory.getLogger(Evictions.class);
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final Connections connections;
    private final Proposer proposer;
    private final IntakeCounters counters;
    private final Map<Long, Long> silentSince = new HashMap<>();
    private final Set<Long> proposed = new HashSet<>();
    private long lookedAt;

    Evictions(Connections connections, Proposer proposer, IntakeCounters counters, long now) {
        this.connections = connections;
        this.proposer = proposer;
        this.counters = counters;
        this.lookedAt = now;
    }

    int turn(long now, MergeView view, ShapingSettings shaping) {
        if (now - lookedAt < INTERVAL_NANOS) {
            return 0;
        }
        lookedAt = now;
        Set<Long> living = new HashSet<>();
        for (MergeView.SessionView session : view.sessions()) {
            living.add(session.session());
            Connection connection = connections.ofSession(session.session());
            long since = silentSince.merge(
                    session.session(),
                    connection == null ? now : connection.heardAt,
                    (known, seen) -> connection == null || seen - known < 0 ? known : seen);
            if (now - since >= shaping.evictAfter().toNanos() && proposed.add(session.session())) {
                counters.evicted++;
                log.warn(
                        "agent silent for {} s, nobody waits for it any more: agent={} session={}",
                        shaping.evictAfter().toSeconds(),
                        session.agent(),
                        session.session());
                proposer.propose(new Entry.Evict(session.session()));
            }
        }
        silentSince.keySet().retainAll(living);
        proposed.retainAll(living);
        return 0;
    }

    /** All silence so far is forgotten. */
    void restart() {
        silentSince.clear();
    }

    /** What was proposed may never be applied. */
    void leadershipEnded() {
        silentSince.clear();
        proposed.clear();
    }
}
