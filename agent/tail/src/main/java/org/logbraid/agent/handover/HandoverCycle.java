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
 */
public final class HandoverCycle implements DutyCycle {
    private static final int MAX_EVENTS = 256;
    private static final int VERSION = MessageHeader.VERSION;
    private static final long STALLED_NANOS = Duration.ofSeconds(15).toNanos();

    private final String channelName;
    private final AgentState state;
    private final Link link;
    private final Clock clock;
    private final HandoverListener listener;
    private final long nonce;
    private final Search search;
    private final Greeting greeting = new Greeting();
    private final Tidings tidings;
    private final Leaving leaving;
    private final Session session;

    private boolean ready;
    private boolean ended;
    private volatile HandoverView view = HandoverView.EMPTY;

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
        this.channelName = settings.channel();
        this.state = state;
        this.clock = clock;
        this.listener = listener;
        this.nonce = random.nextLong();
        this.search = new Search(settings, state.name(), random, listener, now);
        this.link = new Link(channel, search.patience(), clock);
        this.tidings = new Tidings(out);
        this.leaving = new Leaving(settings.once(), settings.waitWritten());
        this.session = new Session(in, channel, tidings, leaving);
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
        if (ended) {
            return 0;
        }
        long now = clock.monotonicNanos();
        int done = events(now);
        link.turn(now);
        if (leaving.begins(now)) {
            tidings.stop();
            done++;
        }
        done += timers(now);
        if (ended) {
            return done;
        }
        done += session.turn(now);
        done += leave(now);
        done += tidings.turn();
        view = session.view();
        return done;
    }

    /** What the session waits for is due by the clock, and so is the next try to find a collector. */
    @Override
    public long mostRestNanos() {
        long now = clock.monotonicNanos();
        return link.isResting() ? search.restNanos(now) : session.mostRestNanos(now);
    }

    private int events(long now) throws IOException {
        int done = 0;
        while (done < MAX_EVENTS && !ended) {
            AgentChannel.Event event = link.poll();
            if (event == null) {
                break;
            }
            done++;
            if (event instanceof AgentChannel.Event.Received received) {
                received(received.message(), now);
            } else if (event instanceof AgentChannel.Event.Closed closed) {
                lost(closed.reason(), now);
            } else {
                link.connected(now);
                hello(now);
            }
        }
        return done;
    }

    private void received(byte[] bytes, long now) throws IOException {
        link.heard(now);
        try {
            var type = MessageHeader.read(bytes, 0).type();
            answer(Message.decode(type, bytes, MessageHeader.BYTES, bytes.length - MessageHeader.BYTES), now);
        } catch (MalformedException e) {
            lost("the collector sent something that cannot be read: " + e.getMessage(), now);
        }
    }

    private void answer(Message message, long now) throws IOException, MalformedException {
        if (message instanceof Message.Ping ping) {
            link.send(new Message.Pong(clock.epochNanos(), ping.echo(), 0));
        } else if (message instanceof Message.Welcome part) {
            welcome(part, now);
        } else if (message instanceof Message.Ack ack) {
            if (session.is(ack.session()) && session.accepted(ack, now)) {
                beReady();
            }
        } else if (message instanceof Message.Nack nack) {
            if (session.is(nack.session())) {
                session.rejected(nack, now);
            }
        } else if (message instanceof Message.Fenced fenced) {
            if (session.is(fenced.session())) {
                sever("a newer session of this agent has begun");
                hello(now);
            }
        } else if (message instanceof Message.Bye bye) {
            if (session.is(bye.session()) && leaving.isSaid()) {
                end(0, "");
            }
        } else if (message instanceof Message.Redirect redirect) {
            elsewhere(redirect, now);
        } else if (message instanceof Message.Busy held) {
            nameIsHeld(held.holder(), now);
        } else if (message instanceof Message.Refused refused) {
            end(1, refused.reason());
        } else if (message instanceof Message.Pong pong) {
            session.promiseEach(pong.marksInterval());
        } else {
            throw new MalformedException("a " + message.type() + " to an agent");
        }
    }

    private void hello(long now) {
        greeting.begin();
        link.greet(
                new Message.Hello(1, VERSION, state.name(), state.instance(), nonce, channelName, state.knownLog()),
                now);
    }

    private void welcome(Message.Welcome part, long now) throws IOException, MalformedException {
        if (!link.isGreeting()) {
            return;
        }
        List<GenerationRow> rows = greeting.part(part);
        if (rows == null) {
            return;
        }
        link.hasSession(now);
        if (!state.knownLog().isNone() && !state.knownLog().equals(part.log())) {
            listener.said("the collectors have another log than before: everything readable is sent again: log="
                    + part.log() + " before=" + state.knownLog());
        }
        state.knowLog(part.log());
        search.found();
        session.begin(part, rows, now);
    }

    private void elsewhere(Message.Redirect redirect, long now) {
        if (session.isOpen()) {
            search.deposed(now);
        }
        sever("the collector is not the leader");
        link.hangUp(now);
        search.redirected(redirect, now);
    }

    private void nameIsHeld(String holder, long now) {
        sever("the name is held by another process");
        link.hangUp(now);
        if (search.hasWaitedOut(holder, now)) {
            end(1, "the name '" + state.name() + "' is held by " + holder + ": give this agent another --name");
        }
    }

    private void lost(String reason, long now) {
        boolean hadSession = session.isOpen();
        boolean silent = link.isSilent(now);
        sever(reason);
        link.hangUp(now);
        if (silent && search.hasOthers()) {
            search.silent(reason, now);
        } else if (hadSession) {
            search.again(now);
        } else {
            search.failed(reason, now);
        }
        if (search.isInVain()) {
            beReady();
        }
    }

    private void sever(String reason) {
        if (session.isOpen()) {
            session.sever(reason);
            search.lostSession(clock.monotonicNanos());
        }
    }

    private int timers(long now) {
        if (ended) {
            return 0;
        }
        if (!session.isOpen() && leaving.isAsked()) {
            end(0, ""); // nobody to say goodbye to: what was read is read again after the restart
            return 1;
        }
        if (!session.isOpen() && search.isGivenUp(now)) {
            end(1, "no collector could be reached, given up: to=" + search.collectors());
            return 1;
        }
        if (link.isResting()) {
            if (!search.isDue(now)) {
                return 0;
            }
            link.dial(search.address(), now);
            return 1;
        }
        String fault = link.fault(now);
        if (fault == null && session.stalledNanos(now) > STALLED_NANOS) {
            fault = "the collector does not answer to frames";
        }
        if (fault != null) {
            lost(fault, now);
            return 0;
        }
        return link.ping(now) ? 1 : 0;
    }

    private int leave(long now) {
        if (!session.isOpen()) {
            return 0;
        }
        Message.Bye bye = session.goodbye(now);
        if (leaving.isOverdue(now)) {
            end(0, "");
            return 1;
        }
        return bye != null && link.send(bye) ? 1 : 0;
    }

    private void beReady() {
        if (!ready) {
            ready = true;
            listener.ready();
        }
    }

    private void end(int status, String sentence) {
        ended = true;
        link.hangUp(clock.monotonicNanos());
        listener.ended(status, sentence);
    }
}
