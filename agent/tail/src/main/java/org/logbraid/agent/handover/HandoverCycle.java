package org.logbraid.agent.handover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.AgentState;
import org.logbraid.common.channel.AgentChannel;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;

/**
 * Stage 4 on the agent's side: finds the leader, says HELLO, and holds the session. Frames go out while there is credit
 * and are forgotten when they are accepted; after a loss of any kind everything is read again from the files, so nothing
 * is ever sent twice from here.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread; {@link #stop} and {@link #view} are safe for all.
 *
 * <p>Longer than 300 lines because it answers every kind of message in every phase of a session.
 */
public final class HandoverCycle implements DutyCycle {
    private static final int MAX_EVENTS = 256;
    private static final int VERSION = MessageHeader.VERSION;
    private static final long GREETING_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long STALLED_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long BUSY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration BUSY_PAUSE = Duration.ofMillis(500);
    private static final Duration REPLACED_PAUSE = Duration.ofMillis(50);

    private final AgentSettings settings;
    private final AgentState state;
    private final AgentChannel channel;
    private final Clock clock;
    private final HandoverListener listener;
    private final long nonce;
    private final Dialling dialling;
    private final Pulse pulse;
    private final Greeting greeting = new Greeting();
    private final Flight flight = new Flight();
    private final Outbox outbox;
    private final Tidings tidings;
    private final Leaving leaving;

    private Phase phase = Phase.RESTING;
    private long phaseSince;
    private long session;
    private long busySince;
    private boolean busy;
    private boolean saidUnreachable;
    private boolean ready;
    private long lastReached;
    private volatile HandoverView view = HandoverView.EMPTY;

    private enum Phase {
        RESTING,
        DIALLING,
        GREETING,
        SESSION,
        ENDED
    }

    /**
     * A handover that has not dialled yet.
     *
     * @param in frames, promises and the end, from the tail; taken from by this cycle alone
     * @param out answers to the tail; put into by this cycle alone
     */
    public HandoverCycle(
            AgentSettings settings,
            AgentState state,
            AgentChannel channel,
            Clock clock,
            RandomGenerator random,
            Queue<Handed> in,
            Queue<Answer> out,
            HandoverListener listener) {
        long now = clock.monotonicNanos();
        this.settings = settings;
        this.state = state;
        this.channel = channel;
        this.clock = clock;
        this.listener = listener;
        this.nonce = random.nextLong();
        this.dialling = new Dialling(settings.collectors(), random, now);
        this.pulse = new Pulse(now);
        this.outbox = new Outbox(in, channel, flight);
        this.tidings = new Tidings(out);
        this.leaving = new Leaving(settings.once(), settings.waitWritten());
        this.lastReached = now;
        this.phaseSince = now;
    }

    /** Asks the agent to hand over what it has read and to say goodbye for a restart. Safe for all threads. */
    public void stop() {
        leaving.ask();
    }

    /** How far it is. Safe for all threads. */
    public HandoverView view() {
        return view;
    }

    @Override
    public int turn() throws IOException {
        if (phase == Phase.ENDED) {
            return 0;
        }
        long now = clock.monotonicNanos();
        int done = events(now);
        pulse.turn(now);
        if (leaving.begins(now)) {
            tidings.stop();
            done++;
        }
        done += timers(now);
        if (phase == Phase.ENDED) {
            return done;
        }
        done += outbox.turn(session, now);
        done += leave(now);
        done += tidings.turn();
        view = flight.view(session);
        return done;
    }

    private int events(long now) throws IOException {
        int done = 0;
        while (done < MAX_EVENTS && phase != Phase.ENDED) {
            AgentChannel.Event event = channel.poll();
            if (event == null) {
                break;
            }
            done++;
            if (event instanceof AgentChannel.Event.Received received) {
                received(received.message(), now);
            } else if (event instanceof AgentChannel.Event.Closed closed) {
                lost(closed.reason(), now);
            } else {
                pulse.begin(now);
                hello(now);
            }
        }
        return done;
    }

    private void received(byte[] bytes, long now) throws IOException {
        pulse.heard(now);
        try {
            var type = MessageHeader.read(bytes, 0).type();
            answer(Message.decode(type, bytes, MessageHeader.BYTES, bytes.length - MessageHeader.BYTES), now);
        } catch (MalformedException e) {
            lost("the collector sent something that cannot be read: " + e.getMessage(), now);
        }
    }

    private void answer(Message message, long now) throws IOException, MalformedException {
        if (message instanceof Message.Ping ping) {
            send(new Message.Pong(clock.epochNanos(), ping.echo()));
        } else if (message instanceof Message.Welcome part) {
            welcome(part, now);
        } else if (message instanceof Message.Ack ack) {
            if (ack.session() == session && session != 0) {
                accepted(ack, now);
            }
        } else if (message instanceof Message.Nack nack) {
            if (nack.session() == session && session != 0) {
                flight.rejected(nack.expected(), now);
                outbox.rejected(nack.round(), nack.expected());
                leaving.readAgain();
                tidings.tell(new Answer.Rejected(session, nack.round(), nack.expected()));
            }
        } else if (message instanceof Message.Fenced fenced) {
            if (fenced.session() == session && session != 0) {
                sever("a newer session of this agent has begun");
                hello(now);
            }
        } else if (message instanceof Message.Bye bye) {
            if (bye.session() == session && leaving.isSaid()) {
                end(0, "");
            }
        } else if (message instanceof Message.Redirect redirect) {
            elsewhere(redirect, now);
        } else if (message instanceof Message.Busy held) {
            nameIsHeld(held.holder(), now);
        } else if (message instanceof Message.Refused refused) {
            end(1, refused.reason());
        } else if (!(message instanceof Message.Pong)) {
            throw new MalformedException("a " + message.type() + " to an agent");
        }
    }

    private void accepted(Message.Ack ack, long now) {
        if (flight.accepted(ack.applied(), ack.written(), ack.creditBytes(), now)) {
            beReady();
        }
        tidings.tell(new Answer.Accepted(session, ack.applied()));
    }

    private void hello(long now) {
        enter(Phase.GREETING, now);
        greeting.begin();
        send(new Message.Hello(
                1, VERSION, state.name(), state.instance(), nonce, settings.channel(), state.knownLog()));
    }

    private void welcome(Message.Welcome part, long now) throws IOException, MalformedException {
        if (phase != Phase.GREETING) {
            return;
        }
        List<GenerationRow> rows = greeting.part(part);
        if (rows == null) {
            return;
        }
        enter(Phase.SESSION, now);
        session = part.session();
        if (!state.knownLog().isNone() && !state.knownLog().equals(part.log())) {
            listener.said("the collectors have another log than before: everything readable is sent again: log="
                    + part.log() + " before=" + state.knownLog());
        }
        state.knowLog(part.log());
        if (saidUnreachable) {
            saidUnreachable = false;
            listener.said("a collector is found again: agent=" + state.name());
        }
        busy = false;
        dialling.welcomed();
        flight.begin(part.creditBytes(), now);
        outbox.begin(part.marksInterval(), now);
        leaving.readAgain();
        tidings.tell(new Answer.Welcomed(part.log(), session, rows));
    }

    private void elsewhere(Message.Redirect redirect, long now) {
        sever("the collector is not the leader");
        channel.hangUp();
        dialling.answered();
        dialling.redirect(redirect.leader(), Duration.ofMillis(redirect.retryMillis()), now);
        enter(Phase.RESTING, now);
    }

    private void nameIsHeld(String holder, long now) {
        sever("the name is held by another process");
        channel.hangUp();
        dialling.answered();
        if (!busy) {
            busy = true;
            busySince = now;
            listener.said("the name '" + state.name() + "' is held by " + holder + ", trying for 10 s");
        } else if (now - busySince >= BUSY_NANOS) {
            end(1, "the name '" + state.name() + "' is held by " + holder + ": give this agent another --name");
            return;
        }
        dialling.again(BUSY_PAUSE, now);
        enter(Phase.RESTING, now);
    }

    private void lost(String reason, long now) {
        boolean hadSession = session != 0;
        sever(reason);
        channel.hangUp();
        if (hadSession) {
            dialling.again(REPLACED_PAUSE, now);
        } else {
            dialling.failed(now);
        }
        enter(Phase.RESTING, now);
        if (dialling.roundFailed()) {
            if (!saidUnreachable) {
                saidUnreachable = true;
                listener.said(
                        "no collector can be reached, trying on: to=" + settings.collectors() + " reason=" + reason);
            }
            beReady();
        }
    }

    private void sever(String reason) {
        if (session == 0) {
            return;
        }
        lastReached = clock.monotonicNanos();
        session = 0;
        flight.clear();
        leaving.readAgain();
        tidings.tell(new Answer.Severed(reason));
    }

    private int timers(long now) {
        if (phase == Phase.ENDED) {
            return 0;
        }
        if (session == 0 && leaving.isAsked()) {
            end(0, ""); // nobody to say goodbye to: what was read is read again after the restart
            return 1;
        }
        if (session == 0 && hasGivenUp(now)) {
            end(1, "no collector could be reached, given up: to=" + settings.collectors());
            return 1;
        }
        if (phase == Phase.RESTING && dialling.isDue(now)) {
            enter(Phase.DIALLING, now);
            channel.dial(dialling.address());
            return 1;
        }
        if (phase == Phase.GREETING || phase == Phase.SESSION) {
            if (pulse.isSilent(now)) {
                lost("the collector has been silent for three seconds", now);
            } else if (phase == Phase.GREETING && now - phaseSince > GREETING_NANOS) {
                lost("the collector gives no session", now);
            } else if (flight.stalledNanos(now) > STALLED_NANOS) {
                lost("the collector does not answer to frames", now);
            } else if (pulse.pingIsDue(now)) {
                send(new Message.Ping(clock.epochNanos(), now));
                return 1;
            }
        }
        return 0;
    }

    private boolean hasGivenUp(long now) {
        Duration giveUp = settings.giveUp();
        return settings.once() && giveUp != null && now - lastReached > giveUp.toNanos();
    }

    private int leave(long now) {
        if (session == 0) {
            return 0;
        }
        Message.Bye bye = leaving.turn(session, flight, outbox, now);
        if (leaving.isOverdue(now)) {
            end(0, "");
            return 1;
        }
        return bye != null && send(bye) ? 1 : 0;
    }

    private boolean send(Message message) {
        byte[] bytes = Message.encode(message);
        return channel.send(bytes, 0, bytes.length);
    }

    private void beReady() {
        if (!ready) {
            ready = true;
            listener.ready();
        }
    }

    private void enter(Phase next, long now) {
        phase = next;
        phaseSince = now;
    }

    private void end(int status, String sentence) {
        phase = Phase.ENDED;
        channel.hangUp();
        listener.ended(status, sentence);
    }
}
