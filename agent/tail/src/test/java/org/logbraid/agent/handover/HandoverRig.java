package org.logbraid.agent.handover;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
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

/** A handover that is turned by hand, with a collector, a tail and a state folder that a test speaks for. */
final class HandoverRig implements Closeable {
    static final InstanceId LOG = new InstanceId(4, 5);
    static final HostPort FIRST = new HostPort("127.0.0.1", 7801);
    static final HostPort SECOND = new HostPort("127.0.0.1", 7802);

    private final Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedTime.MachineClock clock = time.machine(0);
    final FakeCollector collector = new FakeCollector();
    private final Queue<Handed> handed = new ArrayDeque<>();
    final Queue<Answer> answers = new ArrayBlockingQueue<>(64);
    final List<String> said = new ArrayList<>();
    final List<byte[]> recycled = new ArrayList<>();
    final List<Integer> statuses = new ArrayList<>();
    int readies;
    HandoverCycle cycle;
    AgentState state;

    HandoverRig(Path folder) throws IOException {
        this.folder = folder;
        make(List.of(FIRST, SECOND), false, false, null);
    }

    void make(boolean once, boolean waitWritten, @Nullable Duration giveUp) throws IOException {
        make(List.of(FIRST, SECOND), once, waitWritten, giveUp);
    }

    void make(List<HostPort> collectors, boolean once, boolean waitWritten, @Nullable Duration giveUp)
            throws IOException {
        var settings = new AgentSettings(
                "a",
                false,
                List.of("x.log"),
                collectors,
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

    void welcome(long session, long credit) throws IOException {
        turn();
        turn();
        collector.says(new Message.Welcome(LOG, session, credit, 25, 1, 1, List.of()));
        turn();
    }

    void hand(Handed... items) {
        handed.addAll(List.of(items));
    }

    void turn() throws IOException {
        cycle.turn();
    }

    void pass(Duration span) throws IOException {
        time.advance(span);
        cycle.turn();
        cycle.turn();
    }

    /** A frame of at least so many bytes. */
    Handed.Frame frame(long session, int round, long number, int bytes, boolean firstScanDone) {
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

    @Override
    public void close() throws IOException {
        state.close();
    }
}
