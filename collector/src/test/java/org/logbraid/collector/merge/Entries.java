package org.logbraid.collector.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Lz4;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.InstanceId;

/** Committed entries in memory, and what is needed to write them in a test. */
final class Entries implements BlockSource {
    static final long START = 1_700_000_000_000_000_000L;
    static final long SECOND = 1_000_000_000L;

    final List<EntryHeader> headers = new ArrayList<>();
    final List<byte[]> contents = new ArrayList<>();
    final FrameWriter writer = new FrameWriter();
    long logTime = START;
    int readAgain;

    @Override
    public void read(long index, FrameReader into) throws IOException, MalformedException {
        readAgain++;
        byte[] content = contents.get((int) index - 1).clone();
        into.wrap(content, 0, content.length);
    }

    void add(Entry entry) {
        add(entry.type(), Entry.encode(entry));
    }

    void add(EntryType type, byte[] content) {
        headers.add(new EntryHeader(headers.size() + 1, 1, logTime, headers.size(), type));
        contents.add(content);
    }

    /** Ends the frame in {@link #writer} and adds it. */
    void addFrame(boolean packed) {
        add(
                EntryType.FRAME,
                writer.finish(packed ? new Lz4() : BlockCodec.STORED).toArray());
    }

    /** Adds a frame. */
    void frame(long session, long number, Consumer<FrameWriter> slices) {
        frame(session, 0, number, slices);
    }

    void frame(long session, int round, long number, Consumer<FrameWriter> slices) {
        writer.begin(session, round, number);
        slices.accept(writer);
        addFrame(false);
    }

    void session(String agent) {
        add(new Entry.Session(agent, new InstanceId(1, agent.hashCode()), 7, "main"));
    }

    void gate() {
        add(new Entry.Gate("main"));
    }

    void marks(long session, long frameNumber, long time, Long... excepted) {
        add(new Entry.Marks(List.of(new Entry.Mark(session, frameNumber, time, List.of(excepted)))));
    }

    static void open(FrameWriter frame, long generation, String path) {
        frame.open(generation, path.getBytes(StandardCharsets.UTF_8), new Fingerprint(1, generation, 0), 0);
    }

    /** One slice of lines, each with a time. */
    static void lines(FrameWriter frame, long generation, long start, StampUnit unit, Object... textsAndTimes) {
        frame.beginData(generation, start, unit);
        long end = start;
        for (int i = 0; i < textsAndTimes.length; i += 2) {
            byte[] text = (textsAndTimes[i] + "\n").getBytes(StandardCharsets.UTF_8);
            frame.bytes(text, 0, text.length);
            frame.line(text.length, (Long) textsAndTimes[i + 1]);
            end += text.length;
        }
        frame.endData(end, unit, false, 0, Resume.NONE);
    }

    static void close(FrameWriter frame, long generation, long end) {
        frame.close(generation, end, CloseReason.DRAINED);
    }

    /** Applies all entries from one to another. */
    void apply(LogState state, long from, long to) throws IOException, MalformedException {
        for (long index = from; index <= to; index++) {
            byte[] content = contents.get((int) index - 1).clone();
            state.apply(headers.get((int) index - 1), content, content.length, false);
        }
    }

    void applyRest(LogState state) throws IOException, MalformedException {
        apply(state, state.appliedIndex() + 1, headers.size());
    }
}
