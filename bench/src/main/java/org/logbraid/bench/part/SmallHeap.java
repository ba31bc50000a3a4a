package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.count;
import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.logbraid.bench.logs.AccessLogs;
import org.logbraid.bench.logs.LineMaker;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Logbraid;

/** A long backfill through a collector that has little memory. Stateless. */
public final class SmallHeap {
    private static final long BYTES = 2L * 1_024 * 1_024 * 1_024;
    private static final List<String> FLAGS = List.of("-Xms32m", "-Xmx96m");

    private SmallHeap() {}

    /** Measures once. */
    public static Table measure(Path launcher, Path logs, Path folder) throws IOException, InterruptedException {
        long lines = BYTES / LineMaker.LINE_BYTES;
        var input = new Input(AccessLogs.write(logs, Input.FILES, lines), lines);
        BackfillRun run = BackfillRun.of(new Logbraid(launcher, "time", FLAGS), folder, input);
        return new Table(
                        "backfill of 2 GiB, collector with -Xmx96m",
                        "lines/s",
                        "CPU s per million lines: agent + collector",
                        "peak RSS in MB: agent + collector",
                        "lines behind a later one")
                .row(
                        count(lines) + " lines",
                        text(run.linesPerSecond(), 0),
                        text(run.senderCpu(), 2) + " + " + text(run.receiverCpu(), 2),
                        text(run.sender().peakKib() / 1_024.0, 0) + " + "
                                + text(run.receiver().peakKib() / 1_024.0, 0),
                        count(run.behind()));
    }
}
