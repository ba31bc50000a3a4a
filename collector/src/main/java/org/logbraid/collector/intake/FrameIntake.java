package org.logbraid.collector.intake;

import org.logbraid.collector.quorum.Proposal;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.Message;

/**
 * Makes proposals of frames: checks each once, down to its last line, so that no bad one ever stands in the log; keeps
 * the books of what is in flight (X4).
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class FrameIntake {
    private final Connections connections;
    private final Proposer proposer;
    private final IntakeCounters counters;
    private final FrameReader reader = new FrameReader();

    FrameIntake(Connections connections, Proposer proposer, IntakeCounters counters) {
        this.connections = connections;
        this.proposer = proposer;
        this.counters = counters;
    }

    /**
     * Takes a frame; its body is released by whoever appends it, or here when it is not proposed.
     *
     * @throws MalformedException when it is no sound frame, or more than its agent may have in flight
     */
    void frame(Connection connection, AgentsPort.Body body) throws MalformedException {
        boolean proposed = false;
        try {
            reader.wrap(body.array(), 0, body.length());
            reader.check();
            if (!connection.hasSession() || reader.session() != connection.session()) {
                fence(connection, reader.session());
            } else if (connection.bytesInFlight() + body.length() > Credit.LIMIT) {
                counters.overCredit++;
                throw new MalformedException("more than " + Credit.LIMIT + " bytes in flight");
            } else {
                connection.sent(reader.round(), reader.number(), body.length());
                proposer.propose(Proposal.ofFrame(body));
                proposed = true;
            }
        } finally {
            if (!proposed) {
                body.release();
            }
        }
    }

    /** Tells an agent, once, that a session it speaks of is over. */
    void fence(Connection connection, long session) {
        counters.fenced++;
        if (connection.fenced != session) {
            connection.fenced = session;
            connections.send(connection, new Message.Fenced(session));
        }
    }
}
