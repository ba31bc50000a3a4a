package org.logbraid.collector.intake;

import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.wire.Message;

/**
 * Goodbyes: proposed once the agent's last frame has been applied, answered once they are. One for a restart puts the
 * agent's last promise into the log before it, for the agent goes on holding its place (T4).
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Goodbyes {
    private final Connections connections;
    private final Proposer proposer;
    private final Promises promises;
    private final FrameIntake frames;
    private final Leadership leadership;

    Goodbyes(Connections connections, Proposer proposer, Promises promises, FrameIntake frames, Leadership leadership) {
        this.connections = connections;
        this.proposer = proposer;
        this.promises = promises;
        this.frames = frames;
        this.leadership = leadership;
    }

    void said(Connection connection, Message.Bye bye, long now) {
        if (!connection.hasSession() || bye.session() != connection.session()) {
            frames.fence(connection, bye.session());
            return;
        }
        connection.bye = bye;
        consider(connection, now);
    }

    /** Proposes the goodbye when nothing stands before it any more. */
    void consider(Connection connection, long now) {
        Message.Bye bye = connection.bye;
        if (bye == null || connection.byeProposed || connection.accepted() < bye.lastFrame()) {
            return;
        }
        connection.byeProposed = true;
        if (!bye.forGood()) {
            promises.flush(connection, now, leadership.view(), leadership.shaping());
        }
        proposer.propose(new Entry.Bye(bye.session(), bye.forGood()));
    }

    void over(Applied.SessionOver over) {
        Connection connection = connections.ofSession(over.session());
        if (connection == null || !connection.hasSession()) {
            return;
        }
        if (connection.byeProposed) {
            answer(connection, true);
        } else {
            connections.release(connection);
            frames.fence(connection, over.session());
        }
    }

    void forRestart(Applied.ByeForRestart applied) {
        Connection connection = connections.ofSession(applied.session());
        if (connection != null && connection.hasSession() && connection.byeProposed) {
            answer(connection, false);
        }
    }

    private void answer(Connection connection, boolean forGood) {
        connections.depart(connection);
        connections.send(connection, new Message.Bye(connection.session(), forGood, connection.accepted()));
    }
}
