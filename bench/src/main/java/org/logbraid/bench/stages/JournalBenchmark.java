package org.logbraid.bench.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.ChronicleJournal;
import org.logbraid.common.clock.SystemClock;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What stage 6 costs on a real disk: a frame of 1 MiB is appended and synced. The score is nanoseconds a line of elapsed
 * time; the disk's part of it is no CPU time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true",
            "-Ddisable.perf.info=true"
        })
public class JournalBenchmark {
    private static final int ENTRIES_BETWEEN_RELEASES = 256;

    @Param
    Packing packing = Packing.STORED;

    /** Whether each entry is synced, as when one agent sends at its leisure, or only handed to the system. */
    @Param({"true", "false"})
    boolean synced = true;

    /** On the disk that is measured. */
    @Param("bench/target/run")
    String dir = "";

    private Path folder = Path.of("");
    private byte[] body = new byte[0];

    @SuppressWarnings("NullAway.Init") // by open(), which JMH calls first
    private ChronicleJournal journal;

    /** Opens an empty journal. */
    @Setup
    public void open() throws IOException {
        var log = new PreparedLog(1, PreparedLog.LINES_OF_A_FRAME);
        body = log.frame(1, 0, 0, packing.codec()).toArray();
        folder = Preparation.emptied(Path.of(dir, "journal").toAbsolutePath());
        var settings = JournalSettings.DEFAULT.keepingNothing();
        journal = ChronicleJournal.open(folder, settings, SystemClock.INSTANCE);
    }

    /** Leaves nothing behind. */
    @TearDown
    public void close() throws IOException {
        journal.close();
        Preparation.delete(folder);
    }

    /** One frame; now and then what is no longer needed is deleted, as behind a snapshot. */
    @Benchmark
    @OperationsPerInvocation(PreparedLog.LINES_OF_A_FRAME)
    public long append() throws IOException {
        long index = journal.lastIndex() + 1;
        journal.append(new EntryHeader(index, 1, index, index - 1, EntryType.FRAME), body, 0, body.length);
        if (index % ENTRIES_BETWEEN_RELEASES == 0) {
            journal.release(index);
        }
        return synced ? journal.sync() : index;
    }
}
