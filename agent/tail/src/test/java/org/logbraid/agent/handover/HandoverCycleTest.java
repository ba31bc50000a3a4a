package org.logbraid.agent.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.AgentState;
import org.logbraid.agent.Compression;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.Machine;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.HostPort;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/** Longer than 300 lines because its facts share one hand-written collector. */
class HandoverCycleTest {
    private static final InstanceId LOG = new InstanceId(4, 5);
    private static final HostPort FIRST = new HostPort("127.0.0.1", 7801);
    private static final HostPort SECOND = new HostPort("127.0.0.1", 7802);

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedTime.MachineClock clock = time.machine(0);
    private final FakeCollector collector = new FakeCollector();
    private final Queue<Handed> handed = new ArrayDeque<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final List<byte[]> recycled = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private int readies;
    private HandoverCycle cycle;
    private AgentState state;

    @BeforeEach
    void begin() throws IOException {
        make(false, false, null);
    }

    private void make(boolean once, boolean waitWritten, @Nullable Duration giveUp) throws IOException {
        var settings = new AgentSettings(
                "a",
                false,
                List.of("x.log"),
                List.of(FIRST, SECOND),
                folder,
                "main",
                TimeFormat.AUTO,
                false,
                once,
                waitWritten,
                giveUp,
                AgentSettings.DEFAULT_MAX_LINE_BYTES,
                LongLines.SPLIT,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Compression.NONE);
        if (state != null) {
            state.close();
        }
        state = AgentState.open(settings, new NioDisk(), new Random(7), new Machine("host", "id"));
        var listener = new HandoverListener() {
            @Override
            public void said(String sentence) {
                said.add(sentence);
            }

            @Override
            public void ready() {
                readies++;
            }

            @Override
            public void ended(int status, String sentence) {
                statuses.add(status);
                said.add(sentence);
            }
        };
        cycle = new HandoverCycle(settings, state, collector, clock, new Random(9), handed, answers, listener);
    }

    @Test
    void saysHelloAndTellsTheTailOfTheSession() throws IOException {
        welcome(11, 65_536);

        var hello = collector.last(Message.Hello.class);
        assertThat(hello.agent()).isEqualTo("a");
        assertThat(hello.knownLog()).isEqualTo(InstanceId.NONE);
        assertThat(answers).containsExactly(new Answer.Welcomed(LOG, 11, List.of()));
        assertThat(state.knownLog()).isEqualTo(LOG);
    }

    @Test
    void sendsWithinItsCreditButAlwaysOneFrame() throws IOException {
        welcome(11, 300);
        hand(frame(11, 0, 1, 400, false), frame(11, 0, 2, 100, false), frame(11, 0, 3, 100, false));
        turn();
        assertThat(collector.frames).containsExactly(1L);

        collector.says(new Message.Ack(11, 1, 0, 320));
        turn();
        assertThat(collector.frames).containsExactly(1L, 2L, 3L);
        assertThat(answers).contains(new Answer.Accepted(11, 1));
        assertThat(recycled).hasSize(3);
    }

    @Test
    void isReadyWhenTheFirstScanIsAccepted() throws IOException {
        welcome(11, 65_536);
        hand(frame(11, 0, 1, 10, true));
        turn();
        assertThat(readies).isZero();
        collector.says(new Message.Ack(11, 1, 0, 65_536));
        turn();
        assertThat(readies).isEqualTo(1);
    }

    @Test
    @DisplayName("G5: what was made before a refusal is let go of, promises too")
    void letsGoOfWhatWasMadeInAnOlderRound() throws IOException {
        welcome(11, 65_536);
        hand(frame(11, 0, 1, 10, false), frame(11, 0, 2, 10, false));
        turn();
        collector.says(new Message.Nack(11, 1, 2));
        hand(frame(11, 0, 3, 10, false), new Handed.Promise(11, 3, 77, List.of()));
        turn();
        assertThat(collector.frames).containsExactly(1L, 2L);
        assertThat(answers).contains(new Answer.Rejected(11, 1, 2));
        assertThat(collector.count(Message.Promise.class)).isZero();

        hand(frame(11, 1, 2, 10, false), new Handed.Promise(11, 2, 88, List.of()));
        turn();
        assertThat(collector.frames).containsExactly(1L, 2L, 2L);
        assertThat(collector.last(Message.Promise.class).time()).isEqualTo(88);
    }

    @Test
    void promisesTheNewestBehindTheFramesAtIntervals() throws IOException {
        welcome(11, 200);
        hand(new Handed.Promise(11, 0, 70, List.of()));
        turn();
        hand(new Handed.Promise(11, 0, 71, List.of()), new Handed.Promise(11, 0, 72, List.of(5L)));
        turn();
        assertThat(collector.count(Message.Promise.class)).isEqualTo(1);
        pass(Duration.ofMillis(25));
        assertThat(collector.last(Message.Promise.class)).isEqualTo(new Message.Promise(11, 0, 72, List.of(5L)));

        // a promise waits behind a frame that waits for credit
        hand(frame(11, 0, 1, 150, false), frame(11, 0, 2, 150, false), new Handed.Promise(11, 2, 73, List.of()));
        pass(Duration.ofMillis(25));
        assertThat(collector.count(Message.Promise.class)).isEqualTo(2);
    }

    @Test
    void seversAtALossAndLetsGoOfTheOldSession() throws IOException {
        welcome(11, 65_536);
        hand(frame(11, 0, 1, 10, false));
        turn();
        collector.tears();
        turn();
        assertThat(answers).last().isInstanceOf(Answer.Severed.class);
        hand(frame(11, 0, 2, 10, false));
        pass(Duration.ofMillis(100));
        assertThat(collector.count(Message.Hello.class)).isEqualTo(2);
        welcome(12, 65_536);
        hand(frame(12, 0, 1, 10, false));
        turn();
        assertThat(collector.frames).containsExactly(1L, 1L);
        assertThat(recycled).hasSize(3);
    }

    @Test
    void pingsEachSecondAndLeavesASilentCollector() throws IOException {
        welcome(11, 65_536);
        for (int i = 0; i < 29; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(collector.count(Message.Ping.class)).isEqualTo(2);
        assertThat(collector.dialled).hasSize(1);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(collector.dialled).hasSizeGreaterThan(1);
    }

    @Test
    void goesWhereItIsPointed() throws IOException {
        turn();
        turn();
        collector.says(new Message.Redirect(new HostPort("127.0.0.9", 9), 50));
        turn();
        turn();
        assertThat(collector.dialled).containsExactly(FIRST, new HostPort("127.0.0.9", 9));
    }

    @Test
    void saysOnceThatNobodyIsThereAndTriesAllInTurn() throws IOException {
        collector.reachable = false;
        for (int i = 0; i < 200; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(said).hasSize(1).first().asString().contains("no collector can be reached");
        assertThat(readies).isEqualTo(1);
        assertThat(collector.dialled).hasSizeBetween(8, 40).startsWith(FIRST, SECOND, FIRST);
        assertThat(statuses).isEmpty();
    }

    @Test
    void givesUpWhenToldSo() throws IOException {
        make(true, false, Duration.ofSeconds(2));
        collector.reachable = false;
        for (int i = 0; i < 25; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(statuses).containsExactly(1);
    }

    @Test
    @DisplayName("G16: says who holds the name, tries for 10 s, ends with 1")
    void endsWhenItsNameStaysHeld() throws IOException {
        for (int i = 0; i < 130 && statuses.isEmpty(); i++) {
            pass(Duration.ofMillis(100));
            collector.says(new Message.Busy("10.0.0.7:4000"));
        }
        assertThat(statuses).containsExactly(1);
        assertThat(said).hasSize(2).allSatisfy(one -> assertThat(one).contains("10.0.0.7:4000"));
    }

    @Test
    void saysGoodbyeForGoodWhenEverythingIsAcceptedAndWritten() throws IOException {
        make(true, true, null);
        welcome(11, 65_536);
        hand(frame(11, 0, 1, 10, true), new Handed.Drained(11, 1));
        collector.says(new Message.Ack(11, 1, 0, 65_536));
        turn();
        collector.says(new Message.Ack(11, 1, 0, 65_536));
        turn();
        assertThat(collector.count(Message.Bye.class)).isZero();

        collector.says(new Message.Ack(11, 1, 1, 65_536));
        turn();
        assertThat(collector.last(Message.Bye.class)).isEqualTo(new Message.Bye(11, true, 1));
        assertThat(statuses).isEmpty();
        collector.says(new Message.Bye(11, true, 1));
        turn();
        assertThat(statuses).containsExactly(0);
    }

    @Test
    void handsOverWhatWasReadBeforeItStops() throws IOException {
        welcome(11, 65_536);
        cycle.stop();
        turn();
        assertThat(answers).last().isEqualTo(new Answer.Stop());
        hand(frame(11, 0, 1, 10, false), new Handed.Drained(11, 1));
        turn();
        assertThat(collector.count(Message.Bye.class)).isZero();
        collector.says(new Message.Ack(11, 1, 0, 65_536));
        turn();
        assertThat(collector.last(Message.Bye.class)).isEqualTo(new Message.Bye(11, false, 1));
        collector.says(new Message.Bye(11, false, 1));
        turn();
        assertThat(statuses).containsExactly(0);
    }

    @Test
    void stopsAtOnceWhenNobodyIsThere() throws IOException {
        collector.reachable = false;
        turn();
        cycle.stop();
        turn();
        assertThat(statuses).containsExactly(0);
    }

    private void welcome(long session, long credit) throws IOException {
        turn();
        turn();
        collector.says(new Message.Welcome(LOG, session, credit, 25, 1, 1, List.of()));
        turn();
    }

    private void hand(Handed... items) {
        handed.addAll(List.of(items));
    }

    private void turn() throws IOException {
        cycle.turn();
    }

    private void pass(Duration span) throws IOException {
        time.advance(span);
        cycle.turn();
        cycle.turn();
    }

    /** A frame of at least so many bytes. */
    private Handed.Frame frame(long session, int round, long number, int bytes, boolean firstScanDone) {
        var writer = new FrameWriter();
        writer.begin(session, round, number);
        if (firstScanDone) {
            writer.firstScanDone();
        }
        ByteSink body = writer.finish(BlockCodec.STORED);
        int length = Math.max(body.length(), bytes);
        byte[] padded = Arrays.copyOf(body.toArray(), length);
        var whole = new ByteSink(length + MessageHeader.BYTES);
        new MessageHeader(MessageType.FRAME, length).write(whole);
        whole.bytes(padded, 0, length);
        return new Handed.Frame(session, number, whole.toArray(), whole.length(), recycled::add);
    }
}
