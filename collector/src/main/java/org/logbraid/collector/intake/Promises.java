package org.logbraid.collector.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.wire.Message;

/**
 * Carries the newest promise of each session into the log (T3): one MARKS entry for all, at most every 25 ms and only
 * while lines wait for it, otherwise one in 10 s. A promise of an agent whose clock is more than {@code skew} behind the
 * log's time is moved forward by the excess (T8): log time goes on where our own clock has been set back.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Promises {
    static final int LEAST_INTERVAL_MILLIS = 25;
    static final int MOST_INTERVAL_MILLIS = 1_000;
    static final int RESTING_INTERVAL_MILLIS = 500;
    static final long REST_AFTER_NANOS = 2_000_000_000L;

    /** More agents than these take turns, so that their promises do not take more of a core than the lines of a few do. */
    private static final int OFTEN_PROMISING_AGENTS = 64;

    private static final long NANOS_PER_MILLI = 1_000_000L;
    static final long BUSY_INTERVAL_NANOS = LEAST_INTERVAL_MILLIS * NANOS_PER_MILLI;
    static final long IDLE_INTERVAL_NANOS = 10_000_000_000L;

    /** Keeps an entry well below the size of a frame. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final int BYTES_OF_MARK = 32;

    /** Promises come so much more often than what they would help to is old: then they do not make it noticeably older. */
    private static final int INTERVALS_PER_LAG = 8;

    private final Connections connections;
    private final Proposer proposer;
    private final IntakeCounters counters;
    private final Clock clock;
    private long proposedAt;
    private long waitedForAt;
    private boolean resting;
    private long lagMillis;

    /** The longest interval that anybody was told since all were told one. */
    private int toldMillis;

    Promises(Connections connections, Proposer proposer, IntakeCounters counters, Clock clock) {
        this.connections = connections;
        this.proposer = proposer;
        this.counters = counters;
        this.clock = clock;
        this.waitedForAt = clock.monotonicNanos();
        this.proposedAt = waitedForAt - IDLE_INTERVAL_NANOS;
    }

    void promised(Connection connection, Message.Promise promise) {
        if (connection.hasSession() && promise.session() == connection.session()) {
            connection.promised(promise);
        }
    }

    /** How often the promises of each agent are worth sending now, in milliseconds: what whoever asks for it tells an agent. */
    int intervalMillis() {
        int interval = interval();
        toldMillis = Math.max(toldMillis, interval);
        return interval;
    }

    private int interval() {
        int least = resting ? RESTING_INTERVAL_MILLIS : LEAST_INTERVAL_MILLIS;
        int shared = LEAST_INTERVAL_MILLIS * connections.all().size() / OFTEN_PROMISING_AGENTS;
        return (int) Math.max(least, Math.min(MOST_INTERVAL_MILLIS, Math.max(shared, lagMillis / INTERVALS_PER_LAG)));
    }

    /**
     * Agents promise seldom while nothing waits for it, and while what waits is waiting for somebody who is far behind: other
     * promises than his help nothing then. They are told at once when more are wanted.
     */
    private void setPace(boolean waitedFor, long now, MergeView view) {
        if (waitedFor) {
            waitedForAt = now;
            resting = false;
        } else {
            resting |= now - waitedForAt > REST_AFTER_NANOS;
        }
        lagMillis = waitedFor && view.watermarkNanos() != Frames.NO_TIME
                ? (clock.epochNanos() - view.watermarkNanos()) / NANOS_PER_MILLI
                : 0;
        int wanted = interval();
        if (wanted <= toldMillis / 2) {
            connections.sendToAll(new Message.Pong(clock.epochNanos(), 0, wanted));
            toldMillis = wanted;
        }
    }

    int turn(long now, MergeView view, ShapingSettings shaping) {
        boolean waitedFor = areWaitedFor(view, shaping);
        setPace(waitedFor, now, view);
        long interval = waitedFor ? BUSY_INTERVAL_NANOS : IDLE_INTERVAL_NANOS;
        if (now - proposedAt < interval) {
            return 0;
        }
        List<Entry.Mark> marks = new ArrayList<>();
        int bytes = 0;
        for (Connection connection : connections.all()) {
            Entry.Mark mark = bytes < MOST_BYTES ? take(connection, now, view, shaping) : null;
            if (mark != null) {
                marks.add(mark);
                bytes += BYTES_OF_MARK + 8 * mark.excepted().size();
            }
        }
        if (marks.isEmpty()) {
            return 0;
        }
        proposedAt = now;
        proposer.propose(new Entry.Marks(List.copyOf(marks)));
        return 1;
    }

    /** Time until promises that lines wait for may be proposed, or for ever. */
    long mostRestNanos(long now, MergeView view, ShapingSettings shaping) {
        return areWaitedFor(view, shaping)
                ? DutyCycle.restUntil(proposedAt + BUSY_INTERVAL_NANOS, now)
                : Long.MAX_VALUE;
    }

    /** Whether lines wait for promises, so that they should come often. */
    private boolean areWaitedFor(MergeView view, ShapingSettings shaping) {
        if (shaping.order() != Order.TIME || !view.gateOpen()) {
            return false; // nothing that waits is waiting for a promise
        }
        return view.waitingLines() > 0 || connections.all().stream().anyMatch(Connection::hasFramesInFlight);
    }

    /** Puts the last promise of an agent that says goodbye into the log at once. */
    void flush(Connection connection, long now, MergeView view, ShapingSettings shaping) {
        Entry.Mark mark = take(connection, now, view, shaping);
        if (mark != null) {
            proposer.propose(new Entry.Marks(List.of(mark)));
        }
    }

    private Entry.@Nullable Mark take(Connection connection, long now, MergeView view, ShapingSettings shaping) {
        Message.Promise promise = connection.promise;
        if (promise == null || connection.promiseProposed) {
            return null;
        }
        connection.promiseProposed = true;
        long leaderNanos = Math.max(clock.epochNanos(), view.logTimeNanos());
        long excess = connection.clock().behindNanos(now, leaderNanos)
                - shaping.skew().toNanos();
        if (excess > 0) {
            counters.movedPromises++;
        }
        return new Entry.Mark(
                promise.session(), promise.frameNumber(), promise.time() + Math.max(0, excess), promise.excepted());
    }
}
