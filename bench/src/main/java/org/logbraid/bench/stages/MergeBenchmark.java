package org.logbraid.bench.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.merge.BlockSource;
import org.logbraid.collector.merge.LogState;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What stage 7 costs: a log of frames of 1 MiB, from four sources in turn whose lines alternate one by one, is applied from
 * its beginning to its end, and the merged bytes are thrown away. The score is nanoseconds a line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MergeBenchmark {
    private static final int SOURCES = 4;
    private static final int FRAMES_OF_A_SOURCE = 8;
    private static final long LOG_TIME_NANOS = 1_600_000_000_000_000_000L;

    @Param
    Packing packing = Packing.STORED;

    private final List<EntryHeader> headers = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    /** Makes the log. */
    @Setup
    public void make() {
        add(new Entry.Config(ShapingSettings.DEFAULT.canonical()));
        add(new Entry.Session("bench", new InstanceId(1, 1), 1, "main"));
        var log = new PreparedLog(SOURCES, FRAMES_OF_A_SOURCE * PreparedLog.LINES_OF_A_FRAME);
        long number = 1;
        add(EntryType.FRAME, log.opening().toArray());
        add(new Entry.Gate("main"));
        for (int frame = 0; frame < FRAMES_OF_A_SOURCE; frame++) {
            for (int source = 0; source < SOURCES; source++) {
                number++;
                int chunk = frame * PreparedLog.CHUNKS_OF_A_FRAME;
                add(
                        EntryType.FRAME,
                        log.frame(number, source, chunk, packing.codec()).toArray());
            }
        }
        add(new Entry.Bye(1, true));
    }

    private void add(Entry entry) {
        add(entry.type(), Entry.encode(entry));
    }

    private void add(EntryType type, byte[] content) {
        headers.add(new EntryHeader(headers.size() + 1, 1, LOG_TIME_NANOS, headers.size(), type));
        contents.add(content);
    }

    /** The whole log. */
    @Benchmark
    @OperationsPerInvocation(SOURCES * FRAMES_OF_A_SOURCE * PreparedLog.LINES_OF_A_FRAME)
    public long merge() throws IOException, MalformedException {
        var outputs = new CountingOutputs();
        BlockSource blocks = (index, into) -> {
            byte[] content = contents.get((int) index - 1);
            into.wrap(content, 0, content.length);
        };
        var state = new LogState(outputs, blocks, applied -> {});
        for (int i = 0; i < headers.size(); i++) {
            state.apply(headers.get(i), contents.get(i), contents.get(i).length, false);
        }
        if (outputs.bytes() != (long) SOURCES * FRAMES_OF_A_SOURCE * PreparedLog.TEXT_BYTES_OF_A_FRAME) {
            throw new IllegalStateException("merged are " + outputs.bytes() + " bytes");
        }
        return outputs.bytes();
    }
}
