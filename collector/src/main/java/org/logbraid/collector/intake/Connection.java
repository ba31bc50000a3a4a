package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.wire.Message;

/**
 * What the intake knows of one connection.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Connection {
    static final long NO_SESSION = 0;

    private record InFlight(long number, int bytes) {}

    private final long id;
    private final String peer;
    private final AgentClock clock = new AgentClock();
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private String agent = "";
    private long nonce;
    private boolean greeting;
    private long session = NO_SESSION;
    private boolean departed;
    private long bytesInFlight;
    private long accepted;
    private long written;
    private int round;
    private long lastOfRound;

    /** When anything was last heard, by the monotonic clock. */
    long heardAt;

    /** PINGs sent since then. */
    int unanswered;

    /** Whether an ACK is due at the end of this turn. */
    boolean ackDue;

    /** The session that this connection was last told to be over. */
    long fenced = NO_SESSION;

    Message.@Nullable Promise promise;

    /** Whether {@link #promise} stands in a MARKS entry already. */
    boolean promiseProposed;

    Message.@Nullable Bye bye;
    boolean byeProposed;
    List<Message.FileLength> lag = List.of();

    Connection(long id, String peer, long now) {
        this.id = id;
        this.peer = peer;
        this.heardAt = now;
    }

    long id() {
        return id;
    }

    String peer() {
        return peer;
    }

    AgentClock clock() {
        return clock;
    }

    /** Empty before a HELLO was taken. */
    String agent() {
        return agent;
    }

    long nonce() {
        return nonce;
    }

    /** Whether its HELLO was taken and its session is not applied yet. */
    boolean isGreeting() {
        return greeting;
    }

    long session() {
        return session;
    }

    boolean hasSession() {
        return session != NO_SESSION && !departed;
    }

    /** Its session is over by its own goodbye: it is told still what becomes of its lines, and sends no more. */
    void depart() {
        departed = true;
        promise = null;
        lag = List.of();
    }

    long accepted() {
        return accepted;
    }

    long written() {
        return written;
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    boolean hasFramesInFlight() {
        return !inFlight.isEmpty();
    }

    void greet(String name, long drawn) {
        endSession();
        agent = name;
        nonce = drawn;
        greeting = true;
    }

    void begin(long number) {
        greeting = false;
        session = number;
    }

    /** Forgets everything about its session; it may say HELLO again. */
    void endSession() {
        greeting = false;
        departed = false;
        session = NO_SESSION;
        inFlight.clear();
        bytesInFlight = 0;
        accepted = 0;
        written = 0;
        round = 0;
        lastOfRound = 0;
        ackDue = false;
        promise = null;
        promiseProposed = false;
        bye = null;
        byeProposed = false;
        lag = List.of();
    }

    /** A frame was received; one of an earlier round is void, and no promise can stand on it. */
    void sent(int roundOfFrame, long number, int bytes) {
        inFlight.addLast(new InFlight(number, bytes));
        bytesInFlight += bytes;
        if (roundOfFrame == round) {
            lastOfRound = number;
        }
    }

    /**
     * Keeps a promise that stands on frames received in the current round. One that was made in an earlier round stands
     * on frames that are void, and would become untrue once others have been accepted under their numbers (T3).
     */
    void promised(Message.Promise made) {
        if (made.frameNumber() <= lastOfRound) {
            promise = made;
            promiseProposed = false;
        }
    }

    /** A frame was accepted: it and all before it are in flight no longer. */
    void accepted(long number) {
        accepted = number;
        boolean found = false;
        while (!found && !inFlight.isEmpty()) {
            found = inFlight.getFirst().number() == number;
            land();
        }
    }

    /** The oldest frame in flight was void. */
    void voided() {
        if (!inFlight.isEmpty()) {
            land();
        }
    }

    /** A void frame has begun a round, in which this frame is expected first. */
    void begunRound(int current, long expected) {
        round = current;
        lastOfRound = expected - 1;
        if (promise != null && promise.frameNumber() > lastOfRound) {
            promise = null;
        }
    }

    private void land() {
        bytesInFlight -= inFlight.removeFirst().bytes();
    }

    void written(long number) {
        written = Math.max(written, number);
    }

    @Override
    public String toString() {
        return (agent.isEmpty() ? "unknown agent" : "agent '" + agent + "'") + " at " + peer;
    }
}
