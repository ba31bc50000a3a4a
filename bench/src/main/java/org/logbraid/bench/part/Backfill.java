package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.count;
import static org.logbraid.bench.report.Numbers.median;
import static org.logbraid.bench.report.Numbers.ratio;
import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Shipper;
import org.logbraid.bench.system.Tool;

/** Files that are complete at the start, by logbraid and by what stands beside it, round by round. Not thread-safe. */
public final class Backfill {
    private final Path folder;
    private final Input input;
    private final PrintStream out;
    private final Map<String, List<BackfillRun>> runs = new LinkedHashMap<>();

    public Backfill(Path folder, List<Path> files, long lines, PrintStream out) {
        this.folder = folder;
        this.input = new Input(files, lines);
        this.out = out;
    }

    /** Measures all of them once. */
    public void round(List<Shipper> shippers, List<Tool> tools) throws IOException, InterruptedException {
        for (Shipper shipper : shippers) {
            add(shipper.name(), BackfillRun.of(shipper, folder, input));
        }
        for (Tool tool : tools) {
            add(tool.name(), BackfillRun.of(tool, folder, input));
        }
    }

    private void add(String name, BackfillRun run) {
        runs.computeIfAbsent(name, added -> new ArrayList<>()).add(run);
        out.printf(
                "  %s: %s lines/s, %s s CPU per million lines%n",
                name, text(run.linesPerSecond(), 0), text(run.cpu(), 2));
    }

    /** Medians of all rounds; the last two columns compare with the system measured first. */
    public Table table() {
        var table = new Table(
                "backfill, " + count(input.lines()) + " lines",
                "lines/s",
                "lines/s behind the first " + count(input.markLines()),
                "CPU s per million lines: sender + receiver = sum",
                "peak RSS in MB: sender + receiver",
                "bytes allocated per line: sender, receiver",
                "lines behind a later one",
                "speed",
                "CPU");
        List<BackfillRun> first = runs.values().iterator().next();
        runs.forEach((name, measured) -> table.row(
                name,
                text(median(measured, BackfillRun::linesPerSecond), 0),
                text(median(measured, BackfillRun::linesAfterMark), 0),
                text(median(measured, BackfillRun::senderCpu), 2) + " + "
                        + text(median(measured, BackfillRun::receiverCpu), 2) + " = "
                        + text(median(measured, BackfillRun::cpu), 2),
                text(median(measured, run -> run.sender().peakKib() / 1_024.0), 0) + " + "
                        + text(median(measured, run -> run.receiver().peakKib() / 1_024.0), 0),
                text(median(measured, BackfillRun::senderBytes), 1) + ", "
                        + text(median(measured, BackfillRun::receiverBytes), 1),
                text(median(measured, run -> 100.0 * run.behind() / run.lines()), 1) + " %",
                text(ratio(measured, first, BackfillRun::linesPerSecond), 2) + " ×",
                text(ratio(measured, first, BackfillRun::cpu), 2) + " ×"));
        return table;
    }
}
