package org.logbraid.collector.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.MemberChanges;
import org.logbraid.collector.quorum.Proposals;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 5: what agents say becomes proposals, what was applied becomes answers, and the leader's timers run. While the
 * quorum takes no more, no connection is read.
 *
 * <p>Turned by the {@code collector-intake} thread; {@link #stop} and {@link #view} are safe for all.
 */
public final class IntakeCycle implements DutyCycle {
    private static final Logger log = LoggerFactory.getLogger(IntakeCycle.class);
    private static final int MOST_EVENTS_A_TURN = 256;
    private static final long LATE_NANOS = 1_000_000_000L;
    private static final long VIEW_INTERVAL_NANOS = 100_000_000L;
    private static final long BLOCKED_REST_NANOS = 3_000_000L;

    /** How long agents have to go by themselves after they were told to. */
    private static final long FAREWELL_NANOS = 200_000_000L;

    private final AgentsPort port;
    private final Clock clock;
    private final Proposer proposer;
    private final Leadership leadership;
    private final Connections connections;
    private final IntakeCounters counters = new IntakeCounters();
    private final Greeter greeter;
    private final FrameIntake frames;
    private final Promises promises;
    private final Goodbyes goodbyes;
    private final Pulse pulse;
    private final Evictions evictions;
    private final GateKeeper gate;
    private final Checkpoints checkpoints;
    private final Desk desk;
    private final Answers answers;

    private volatile IntakeView view;
    private volatile boolean stopping;
    private volatile boolean stopped;
    private boolean farewell;
    private boolean wasBlocked;
    private long farewellAt;
    private long turnedAt;
    private long shownAt;

    /**
     * Takes its neighbours; begins nothing.
     *
     * @param applied what the merge tells, read by this cycle alone
     * @param requests what people and signals ask for
     * @param members changes the list of members
     */
    public IntakeCycle(
            AgentsPort port,
            Proposals proposals,
            Supplier<QuorumView> quorum,
            Supplier<MergeView> merge,
            Queue<Applied> applied,
            Requests requests,
            MemberChanges members,
            Clock clock,
            RandomGenerator random,
            CollectorSettings settings) {
        this.port = port;
        this.clock = clock;
        long now = clock.monotonicNanos();
        turnedAt = now;
        shownAt = now;
        var credit = new Credit(settings.creditBytes());
        proposer = new Proposer(proposals);
        leadership = new Leadership(
                quorum, merge, proposer, settings.shaping(), settings.quorum().isAlone());
        connections = new Connections(port);
        frames = new FrameIntake(connections, proposer, counters);
        promises = new Promises(connections, proposer, counters, clock);
        greeter = new Greeter(port, connections, proposer, promises, leadership, credit, random, counters);
        goodbyes = new Goodbyes(connections, proposer, promises, frames, leadership);
        pulse = new Pulse(connections, promises, clock, counters, now);
        evictions = new Evictions(connections, proposer, counters, now);
        gate = new GateKeeper(proposer);
        checkpoints = new Checkpoints(proposer);
        desk = new Desk(requests, connections, proposer, leadership, members);
        answers = new Answers(applied, connections, greeter, goodbyes, gate, desk, leadership, credit);
        view = IntakeView.nothing(settings.shaping());
    }

    /** Asks for the end: agents are sent away, nothing more is taken. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing more is proposed. */
    public boolean isStopped() {
        return stopped;
    }

    /** The newest view of it. */
    public IntakeView view() {
        return view;
    }

    @Override
    public int turn() {
        long now = clock.monotonicNanos();
        if (now - turnedAt > LATE_NANOS) {
            restartTimers(now);
        }
        turnedAt = now;
        int done = proposer.flush();
        done += lead(now);
        done += answers.turn(now);
        if (stopping) {
            sendAway(now);
        }
        done += readAgents(now);
        if (leadership.isServing() && !stopping) {
            checkpoints.turn();
            done += gate.turn(now, leadership.view(), leadership.shaping());
            if (!proposer.isBlocked()) {
                done += promises.turn(now, leadership.view(), leadership.shaping());
                done += evictions.turn(now, leadership.view(), leadership.shaping());
            }
        }
        done += desk.turn(leadership.isServing() && !stopping);
        show(now);
        return done;
    }

    /** Promises that lines wait for are due by the clock; and nobody says that a full queue has room again. */
    @Override
    public long mostRestNanos() {
        if (proposer.isBlocked()) {
            return BLOCKED_REST_NANOS;
        }
        return leadership.isServing()
                ? promises.mostRestNanos(clock.monotonicNanos(), leadership.view(), leadership.shaping())
                : Long.MAX_VALUE;
    }

    private int lead(long now) {
        Leadership.Change change = leadership.update();
        if (change == Leadership.Change.BEGUN) {
            gate.begin(leadership.view(), now);
            restartTimers(now);
            return 1;
        }
        if (change == Leadership.Change.ENDED) {
            proposer.discard();
            greeter.leadershipEnded();
            evictions.leadershipEnded();
            desk.leadershipEnded();
            connections.sendToAll(greeter.elsewhere());
            connections.dropAll("this collector leads no longer");
            return 1;
        }
        return 0;
    }

    private void restartTimers(long now) {
        pulse.restart(now);
        evictions.restart();
    }

    private int readAgents(long now) {
        int done = 0;
        if (proposer.isBlocked()) {
            wasBlocked = true;
            return 0;
        }
        if (wasBlocked) { // what was said meanwhile has not been read
            wasBlocked = false;
            restartTimers(now);
        }
        while (done < MOST_EVENTS_A_TURN && !proposer.isBlocked()) {
            AgentsPort.Event event = port.poll();
            if (event == null) {
                break;
            }
            done++;
            if (event instanceof AgentsPort.Event.Opened opened) {
                connections.opened(opened.connection(), opened.peer(), now);
            } else if (event instanceof AgentsPort.Event.Closed closed) {
                connections.closed(closed.connection());
            } else if (event instanceof AgentsPort.Event.Received received) {
                received(received, now);
            }
        }
        if (!proposer.isBlocked()) {
            done += pulse.turn(now);
        }
        return done;
    }

    private void received(AgentsPort.Event.Received received, long now) {
        Connection connection = connections.get(received.connection());
        AgentsPort.Body body = received.body();
        if (connection == null || stopping) {
            body.release();
            return;
        }
        pulse.heard(connection, now);
        try {
            if (received.type() == MessageType.FRAME) {
                frames.frame(connection, body);
            } else {
                said(connection, decode(received.type(), body), now);
            }
        } catch (MalformedException e) {
            counters.malformed++;
            log.warn("connection closed, {}: {}", e.getMessage(), connection);
            connections.drop(connection, String.valueOf(e.getMessage()));
        }
    }

    private static Message decode(MessageType type, AgentsPort.Body body) throws MalformedException {
        try {
            return Message.decode(type, body.array(), 0, body.length());
        } finally {
            body.release();
        }
    }

    private void said(Connection connection, Message message, long now) throws MalformedException {
        if (message instanceof Message.Promise promise) {
            promises.promised(connection, promise);
        } else if (message instanceof Message.Ping ping) {
            pulse.ping(connection, ping);
        } else if (message instanceof Message.Pong pong) {
            pulse.pong(connection, pong, now);
        } else if (message instanceof Message.Lag lag) {
            connection.lag = lag.session() == connection.session() ? lag.files() : connection.lag;
        } else if (message instanceof Message.Hello hello) {
            greeter.hello(connection, hello);
        } else if (message instanceof Message.Bye bye) {
            goodbyes.said(connection, bye, now);
        } else {
            throw new MalformedException(message.type() + " from an agent");
        }
    }

    private void sendAway(long now) {
        if (!farewell) {
            farewell = true;
            farewellAt = now;
            connections.sendToAll(greeter.noneYet());
        }
        if (!stopped && !proposer.isBlocked() && now - farewellAt >= FAREWELL_NANOS) {
            connections.dropAll("this collector stops");
            stopped = true;
        }
    }

    private void show(long now) {
        if (now - shownAt < VIEW_INTERVAL_NANOS) {
            return;
        }
        shownAt = now;
        List<IntakeView.AgentView> agents = new ArrayList<>();
        Map<Long, Long> fileBytes = new LinkedHashMap<>();
        for (Connection connection : connections.all()) {
            if (!connection.agent().isEmpty()) {
                agents.add(new IntakeView.AgentView(
                        connection.agent(),
                        connection.peer(),
                        connection.session(),
                        connection.bytesInFlight(),
                        connection.clock().behindNanos(now, clock.epochNanos()) / 1_000_000));
                connection.lag.forEach(file -> fileBytes.put(file.generation(), file.bytes()));
            }
        }
        view = new IntakeView(
                leadership.isServing(),
                stopping,
                leadership.shaping(),
                List.copyOf(agents),
                Map.copyOf(fileBytes),
                counters.byName());
    }
}
