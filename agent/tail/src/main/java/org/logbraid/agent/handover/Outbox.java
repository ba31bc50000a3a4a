package org.logbraid.agent.handover;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.Failpoint;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;

/**
 * Sends what the tail hands over: frames in their order, within the credit; the newest promise behind the frames that
 * came before it, as a rule one in each interval. What was made in another session or round is let go of.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Outbox {
    private static final int MAX_FRAMES_PER_TURN = 16;
    private static final int MAX_TAKEN_PER_TURN = 256;
    /** What says that a file has been read to its end is sent so much sooner: lines may wait for just that. */
    private static final int SOONER = 4;

    /** A queue that had no room is tried again so soon: nobody says when it has. */
    static final long REFUSED_REST_NANOS = 1_000_000;

    private final Queue<Handed> in;
    private final AgentChannel channel;
    private final Flight flight;
    private Handed.@Nullable Frame waiting;
    private boolean refused;
    private Handed.@Nullable Promise promise;
    private List<Long> lastExcepted = List.of();
    private Handed.@Nullable Lag lag;
    private Handed.@Nullable Drained drained;
    private int round;
    private long promisesBelow;
    private long intervalNanos;
    private long lastPromise;
    private long lastTaken;

    Outbox(Queue<Handed> in, AgentChannel channel, Flight flight) {
        this.in = in;
        this.channel = channel;
        this.flight = flight;
    }

    /** A session begins, in round 0. */
    void begin(int marksIntervalMillis, long now) {
        round = 0;
        promisesBelow = Long.MAX_VALUE;
        promiseEach(marksIntervalMillis);
        lastPromise = now - intervalNanos;
        lastTaken = now;
        forget();
    }

    /** How often promises are worth sending from now on, in milliseconds. */
    void promiseEach(int millis) {
        intervalNanos = Duration.ofMillis(millis).toNanos();
    }

    /**
     * A new round begins: promises that count on frames from {@code expected} on speak of frames that are void, until a
     * frame of the new round has been sent.
     */
    void rejected(int newRound, long expected) {
        round = newRound;
        promisesBelow = expected;
        forget();
    }

    private void forget() {
        promise = null;
        drained = null;
        lag = null;
    }

    /** Whether everything that was handed over is sent, the last promise too. */
    boolean isEmpty() {
        return waiting == null && promise == null && in.isEmpty();
    }

    /** How long nothing has been handed over, in nanoseconds. */
    long quietNanos(long now) {
        return now - lastTaken;
    }

    /** Frame number behind which the tail has nothing more, or null. */
    @Nullable
    Long drainedAt() {
        return drained == null ? null : drained.lastFrame();
    }

    /** Sends what may be sent. */
    int turn(long session, long now) {
        int done = 0;
        int frames = 0;
        refused = false;
        while (done < MAX_TAKEN_PER_TURN && frames < MAX_FRAMES_PER_TURN) {
            if (waiting == null) {
                Handed next = in.poll();
                if (next == null) {
                    break;
                }
                done++;
                lastTaken = now;
                take(next, session);
            }
            if (waiting != null) {
                if (isOld(waiting, session)) {
                    letGo(waiting);
                } else if (!sendFrame(waiting, now)) {
                    break;
                }
                frames++;
                done++;
            }
        }
        return done + sendPromise(session, now) + sendLag(session);
    }

    /**
     * Time until something that waits may be sent, or for ever: credit comes with an answer, but nobody says that the
     * connection's queue has room again.
     */
    long mostRestNanos(long now) {
        if (refused) {
            return REFUSED_REST_NANOS;
        }
        Handed.Promise newest = promise;
        return newest == null ? Long.MAX_VALUE : DutyCycle.restUntil(lastPromise + intervalOf(newest), now);
    }

    private void take(Handed next, long session) {
        if (next instanceof Handed.Frame frame) {
            waiting = frame;
        } else if (next.session() != session || session == 0) {
            return; // made in a session that is over
        } else if (next instanceof Handed.Promise newest) {
            if (newest.frameNumber() < promisesBelow) {
                promise = newest;
            }
        } else if (next instanceof Handed.Lag newest) {
            lag = newest;
        } else if (next instanceof Handed.Drained end) {
            drained = end;
        }
    }

    private boolean isOld(Handed.Frame frame, long session) {
        return session == 0
                || frame.session() != session
                || Frames.round(frame.message(), MessageHeader.BYTES) != round;
    }

    private void letGo(Handed.Frame frame) {
        waiting = null;
        frame.lentBy().recycle(frame.message());
    }

    private boolean sendFrame(Handed.Frame frame, long now) {
        if (!flight.hasRoom(frame.length())) {
            return false;
        }
        Failpoint.SEND.pass();
        boolean firstScanDone = Frames.isFirstScanDone(frame.message(), MessageHeader.BYTES);
        if (!channel.lend(frame.message(), frame.length(), frame.lentBy())) {
            refused = true;
            return false;
        }
        Failpoint.SEND.pass();
        waiting = null;
        flight.sent(frame.number(), frame.length(), firstScanDone, now);
        promisesBelow = Long.MAX_VALUE;
        return true;
    }

    private int sendPromise(long session, long now) {
        Handed.Promise newest = promise;
        if (newest == null || (now - lastPromise < intervalOf(newest) && drained == null)) {
            return 0;
        }
        if (newest.session() != session) {
            promise = null;
            return 0;
        }
        byte[] bytes =
                Message.encode(new Message.Promise(session, newest.frameNumber(), newest.time(), newest.excepted()));
        if (!channel.send(bytes, 0, bytes.length)) {
            return 0;
        }
        promise = null;
        lastExcepted = newest.excepted();
        lastPromise = now;
        return 1;
    }

    private long intervalOf(Handed.Promise newest) {
        return newest.excepted().containsAll(lastExcepted) ? intervalNanos : intervalNanos / SOONER;
    }

    private int sendLag(long session) {
        Handed.Lag newest = lag;
        if (newest == null) {
            return 0;
        }
        lag = null; // a hint: it may be lost
        if (newest.session() != session) {
            return 0;
        }
        byte[] bytes = Message.encode(new Message.Lag(session, newest.files()));
        return channel.send(bytes, 0, bytes.length) ? 1 : 0;
    }
}
