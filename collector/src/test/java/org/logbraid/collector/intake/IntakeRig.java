package org.logbraid.collector.intake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.MemberChange;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageType;

/** An intake whose quorum, merge and agents are played by the test. */
final class IntakeRig {
    static final InstanceId LOG = new InstanceId(7, 7);

    final SimulatedTime time = new SimulatedTime();
    final SimulatedTime.MachineClock clock = time.machine(0);
    final FakeAgentsPort port = new FakeAgentsPort();
    final Queue<Applied> applied = new ArrayDeque<>();
    final Requests requests = new Requests(() -> {});
    final List<Proposal> proposed = new ArrayList<>();
    final ShapingSettings shaping;
    final IntakeCycle intake;
    int room = Integer.MAX_VALUE;
    QuorumView quorum = new QuorumView(false, "", 1, 0, 0, 0);
    MergeView merge = MergeView.NOTHING;

    IntakeRig() {
        this(ShapingSettings.DEFAULT);
    }

    IntakeRig(ShapingSettings shaping) {
        this.shaping = shaping;
        var defaults = CollectorSettings.defaults(Path.of("/nowhere"));
        var settings = new CollectorSettings(
                defaults.name(),
                defaults.bind(),
                null,
                null,
                defaults.data(),
                defaults.outFolder(),
                shaping,
                defaults.acks(),
                QuorumSettings.ALONE,
                defaults.snapshotEveryBytes(),
                defaults.journal(),
                defaults.creditBytes());
        intake = new IntakeCycle(
                port,
                this::offer,
                () -> quorum,
                () -> merge,
                applied,
                requests,
                this::change,
                clock,
                new Random(1),
                settings);
    }

    private boolean offer(Proposal proposal) {
        if (room == 0) {
            return false;
        }
        room--;
        proposed.add(proposal);
        return true;
    }

    /** A rig that serves agents. */
    static IntakeRig serving() {
        return serving(ShapingSettings.DEFAULT);
    }

    static IntakeRig serving(ShapingSettings shaping) {
        var rig = new IntakeRig(shaping);
        rig.lead();
        rig.merge = rig.view().config(shaping.canonical()).build();
        rig.turn();
        return rig;
    }

    void lead() {
        quorum = new QuorumView(true, "collector", 1, 2, 2, 2);
    }

    void turn() {
        intake.turn();
    }

    void turn(Applied event) {
        applied.add(event);
        turn();
    }

    /** Lets time pass in turns of 10 ms. */
    void pass(Duration span) {
        for (long left = span.toMillis(); left > 0; left -= 10) {
            time.advance(Duration.ofMillis(Math.min(10, left)));
            turn();
        }
    }

    /** Lets time pass while all these connections answer every PING. */
    void passAnswering(Duration span, long... connections) {
        for (long left = span.toMillis(); left > 0; left -= 500) {
            for (long connection : connections) {
                port.say(connection, new Message.Pong(clock.epochNanos(), clock.monotonicNanos(), 0));
            }
            pass(Duration.ofMillis(Math.min(500, left)));
        }
    }

    ViewBuilder view() {
        return new ViewBuilder(merge);
    }

    long connect(String peer) {
        long connection = port.open(peer);
        turn();
        return connection;
    }

    void hello(long connection, String agent, long nonce) {
        port.say(connection, new Message.Hello(1, 1, agent, new InstanceId(1, 1), nonce, "main", InstanceId.NONE));
        turn();
    }

    /** Connects an agent and lets its session begin. */
    long welcome(String agent, long session) {
        long connection = connect("10.0.0." + session + ":4000");
        hello(connection, agent, 1_000 + session);
        turn(begun(agent, session, List.of()));
        port.heard(connection);
        proposed.clear();
        return connection;
    }

    static Applied.SessionBegun begun(String agent, long session, List<GenerationRow> rows) {
        return new Applied.SessionBegun(LOG, session, agent, new InstanceId(1, 1), 1_000 + session, rows);
    }

    void frame(long connection, long session, long number) {
        frame(connection, session, 0, number);
    }

    void frame(long connection, long session, int round, long number) {
        port.say(connection, MessageType.FRAME, frameBody(session, round, number, 10));
        turn();
    }

    static byte[] frameBody(long session, long number, int lineBytes) {
        return frameBody(session, 0, number, lineBytes);
    }

    private static byte[] frameBody(long session, int round, long number, int lineBytes) {
        var writer = new FrameWriter();
        writer.begin(session, round, number);
        writer.beginData(5, 0, StampUnit.SECONDS);
        byte[] line = ("x".repeat(lineBytes - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        writer.bytes(line, 0, line.length);
        writer.line(line.length, 0);
        writer.endData(line.length, StampUnit.SECONDS, false, 0, Resume.NONE);
        return writer.finish((from, offset, length, into) -> 0).toArray();
    }

    /** What was answered; a test never waits for an answer. */
    static Requests.Answer answered(CompletableFuture<Requests.Answer> answer) {
        if (!answer.isDone()) {
            throw new AssertionError("nothing was answered yet");
        }
        return answer.join();
    }

    List<EntryType> types() {
        return proposed.stream().map(Proposal::type).toList();
    }

    /** The proposals that are no frames, and forgets all. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Proposal proposal : proposed) {
            if (proposal.type() != EntryType.FRAME) {
                try {
                    entries.add(Entry.decode(proposal.type(), proposal.content(), 0, proposal.length()));
                } catch (MalformedException e) {
                    throw new AssertionError("nonsense was proposed", e);
                }
            }
        }
        proposed.clear();
        return entries;
    }

    /** Nobody changes members here. */
    private CompletableFuture<MemberChange.Answer> change(MemberChange change) {
        return CompletableFuture.completedFuture(new MemberChange.Answer(
                MemberChange.Outcome.REFUSED, "not here: " + change.kind().word()));
    }
}
