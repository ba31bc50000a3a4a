package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.count;
import static org.logbraid.bench.report.Numbers.median;
import static org.logbraid.bench.report.Numbers.ratio;
import static org.logbraid.bench.report.Numbers.text;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.logbraid.bench.report.Rounds;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Shipper;
import org.logbraid.bench.system.Tool;

/** Files that are complete at the start, by logbraid and by what stands beside it, round by round. Not thread-safe. */
public final class Backfill {
    private final Path folder;
    private final Input input;
    private final Rounds<String, BackfillRun> rounds;

    public Backfill(Path folder, List<Path> files, long lines, PrintStream out) {
        this.folder = folder;
        this.input = new Input(files, lines);
        this.rounds = new Rounds<>(out);
    }

    /** Measures all of them once. */
    public void round(List<Shipper> shippers, List<Tool> tools) throws InterruptedException {
        rounds.next();
        for (Shipper shipper : shippers) {
            rounds.measure(shipper.name(), shipper.name(), () -> BackfillRun.of(shipper, folder, input));
        }
        for (Tool tool : tools) {
            rounds.measure(tool.name(), tool.name(), () -> BackfillRun.of(tool, folder, input));
        }
    }

    public boolean anyFailed() {
        return rounds.anyFailed();
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
        for (String name : rounds.cases()) {
            String first = rounds.cases().get(0);
            List<BackfillRun> measured = rounds.of(name);
            List<BackfillRun> runs = rounds.besides(name, first);
            List<BackfillRun> others = rounds.besides(first, name);
            table.row(
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
                    text(ratio(runs, others, BackfillRun::linesPerSecond), 2) + " ×",
                    text(ratio(runs, others, BackfillRun::cpu), 2) + " ×");
        }
        return table;
    }
}
