package org.logbraid.collector.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.wire.Message;

/**
 * Makes answers of what the merge has applied: ACK means applied and accepted, and never leaves before (G15). One ACK a
 * turn tells of everything that was applied in it.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Answers {
    private static final int MOST_A_TURN = 4_096;

    private final Queue<Applied> applied;
    private final Connections connections;
    private final Greeter greeter;
    private final Goodbyes goodbyes;
    private final GateKeeper gate;
    private final Desk desk;
    private final Leadership leadership;
    private final Credit credit;
    private final List<Connection> due = new ArrayList<>();

    Answers(
            Queue<Applied> applied,
            Connections connections,
            Greeter greeter,
            Goodbyes goodbyes,
            GateKeeper gate,
            Desk desk,
            Leadership leadership,
            Credit credit) {
        this.applied = applied;
        this.connections = connections;
        this.greeter = greeter;
        this.goodbyes = goodbyes;
        this.gate = gate;
        this.desk = desk;
        this.leadership = leadership;
        this.credit = credit;
    }

    int turn(long now) {
        int done = 0;
        for (Applied event = applied.poll(); event != null; event = done < MOST_A_TURN ? applied.poll() : null) {
            done++;
            apply(event, now);
        }
        acknowledge();
        return done;
    }

    private void apply(Applied event, long now) {
        if (event instanceof Applied.FrameAccepted accepted) {
            accepted(accepted, now);
        } else if (event instanceof Applied.Written written) {
            written(written);
        } else if (event instanceof Applied.FrameVoid frame) {
            voided(frame);
        } else if (event instanceof Applied.SessionBegun begun) {
            greeter.begun(begun);
        } else if (event instanceof Applied.SessionOver over) {
            goodbyes.over(over);
            desk.over(over.session());
        } else if (event instanceof Applied.ByeForRestart bye) {
            goodbyes.forRestart(bye);
        } else if (event instanceof Applied.GateMoved moved) {
            gate.moved(moved.open());
        } else if (event instanceof Applied.Rotated rotated) {
            desk.rotated(rotated.index());
        }
    }

    private void accepted(Applied.FrameAccepted accepted, long now) {
        if (accepted.firstScanDone()) {
            gate.come(now);
        }
        Connection connection = connections.ofSession(accepted.session());
        if (connection != null) {
            connection.accepted(accepted.number());
            isDue(connection);
            goodbyes.consider(connection, now);
        }
    }

    private void written(Applied.Written written) {
        Connection connection = connections.ofSession(written.session());
        if (connection != null) {
            connection.written(written.number());
            isDue(connection);
        }
    }

    private void voided(Applied.FrameVoid frame) {
        Connection connection = connections.ofSession(frame.session());
        if (connection != null) {
            connection.voided();
            if (frame.answer()) {
                connection.begunRound(frame.round(), frame.expected());
                connections.send(connection, new Message.Nack(frame.session(), frame.round(), frame.expected()));
            }
        }
    }

    private void isDue(Connection connection) {
        if (!connection.ackDue) {
            connection.ackDue = true;
            due.add(connection);
        }
    }

    private void acknowledge() {
        if (due.isEmpty()) {
            return;
        }
        var heldBy = leadership.view().heldBy();
        for (Connection connection : due) {
            if (connection.ackDue) { // else its session has ended since
                connection.ackDue = false;
                connections.send(
                        connection,
                        new Message.Ack(
                                connection.session(),
                                connection.accepted(),
                                connection.written(),
                                credit.of(connection.agent(), connections.sessions(), heldBy)));
            }
        }
        due.clear();
    }
}
