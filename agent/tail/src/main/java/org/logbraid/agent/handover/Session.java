package org.logbraid.agent.handover;

import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.Message;

/**
 * The session in hand, if there is one: what is sent in it and what is answered, and that the tail hears of both.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Session {
    private static final long NONE = 0;

    private final Flight flight = new Flight();
    private final Outbox outbox;
    private final Tidings tidings;
    private final Leaving leaving;
    private long number = NONE;
    private int promisedEach;

    Session(Queue<Handed> in, AgentChannel channel, Tidings tidings, Leaving leaving) {
        this.outbox = new Outbox(in, channel, flight);
        this.tidings = tidings;
        this.leaving = leaving;
    }

    boolean isOpen() {
        return number != NONE;
    }

    /** Whether a message speaks of this session, not of an older one. */
    boolean is(long named) {
        return isOpen() && named == number;
    }

    void begin(Message.Welcome welcome, List<GenerationRow> rows, long now) {
        number = welcome.session();
        flight.begin(welcome.creditBytes(), now);
        outbox.begin(welcome.marksInterval(), now);
        leaving.readAgain();
        tidings.tell(new Answer.Welcomed(welcome.log(), number, rows));
        promisedEach = 0; // the tail is told in each session
        promiseEach(welcome.marksInterval());
    }

    /** How often promises are worth sending from now on, in milliseconds. */
    void promiseEach(int millis) {
        outbox.promiseEach(millis);
        if (millis != promisedEach) {
            promisedEach = millis;
            tidings.tell(new Answer.PromiseEach(millis));
        }
    }

    /**
     * Frames are accepted.
     *
     * @return whether one of them was the last of the first scan
     */
    boolean accepted(Message.Ack ack, long now) {
        boolean firstScanDone = flight.accepted(ack.applied(), ack.written(), ack.creditBytes(), now);
        tidings.tell(new Answer.Accepted(number, ack.applied()));
        return firstScanDone;
    }

    /** A frame was void: everything from there on is read and sent again. */
    void rejected(Message.Nack nack, long now) {
        flight.rejected(nack.expected(), now);
        outbox.rejected(nack.round(), nack.expected());
        leaving.readAgain();
        tidings.tell(new Answer.Rejected(number, nack.round(), nack.expected()));
    }

    /** It is over: what was in flight is void. */
    void sever(String reason) {
        number = NONE;
        flight.clear();
        leaving.readAgain();
        tidings.tell(new Answer.Severed(reason));
    }

    /** Sends what there is credit for; lets go of what was made for a session that is over. */
    int turn(long now) {
        return outbox.turn(number, now);
    }

    /** Time until something that waits may be sent, or for ever; nobody says that the queue to the tail has room again. */
    long mostRestNanos(long now) {
        return tidings.isRefused() ? Outbox.REFUSED_REST_NANOS : outbox.mostRestNanos(now);
    }

    /** The goodbye, when it is time to say it. */
    Message.@Nullable Bye goodbye(long now) {
        return leaving.turn(number, flight, outbox, now);
    }

    long stalledNanos(long now) {
        return flight.stalledNanos(now);
    }

    HandoverView view() {
        return flight.view(number);
    }
}
