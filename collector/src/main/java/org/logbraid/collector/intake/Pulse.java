package org.logbraid.collector.intake;

import java.util.List;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.wire.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PING to every connection each second; one that says nothing to three of them is closed, so that an agent that is
 * connected but dead lets its name go (G16).
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Pulse {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final int SILENT_PINGS = 3;

    private final Connections connections;
    private final Promises promises;
    private final Clock clock;
    private final IntakeCounters counters;
    private long sentAt;

    Pulse(Connections connections, Promises promises, Clock clock, IntakeCounters counters, long now) {
        this.connections = connections;
        this.promises = promises;
        this.clock = clock;
        this.counters = counters;
        this.sentAt = now;
    }

    void heard(Connection connection, long now) {
        connection.heardAt = now;
        connection.unanswered = 0;
    }

    void ping(Connection connection, Message.Ping ping) {
        connections.send(connection, new Message.Pong(clock.epochNanos(), ping.echo(), promises.intervalMillis()));
    }

    void pong(Connection connection, Message.Pong pong, long now) {
        connection.clock().answered(now, pong.echo(), pong.wallNanos());
    }

    int turn(long now) {
        if (now - sentAt < INTERVAL_NANOS) {
            return 0;
        }
        sentAt = now;
        for (Connection connection : List.copyOf(connections.all())) {
            if (connection.unanswered >= SILENT_PINGS) {
                counters.silent++;
                log.warn("connection closed, nothing was heard to {} PINGs: {}", SILENT_PINGS, connection);
                connections.drop(connection, "silent");
            } else {
                connection.unanswered++;
                connections.send(connection, new Message.Ping(clock.epochNanos(), now));
            }
        }
        return 1;
    }

    /** Nobody is blamed for a time in which nobody listened. */
    void restart(long now) {
        sentAt = now;
        connections.all().forEach(connection -> heard(connection, now));
    }
}
