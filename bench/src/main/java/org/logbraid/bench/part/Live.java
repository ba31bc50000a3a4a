package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.median;
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

/** Growing files at fixed rates, by logbraid in both orders and by what stands beside it. Not thread-safe. */
public final class Live {
    private final Path folder;
    private final List<Integer> rates;
    private final int seconds;
    private final PrintStream out;
    private final Map<Case, List<LiveRun>> runs = new LinkedHashMap<>();

    private record Case(int rate, String system) {}

    /**
     * Makes the part.
     *
     * @param rates lines a second in each of four files
     */
    public Live(Path folder, List<Integer> rates, int seconds, PrintStream out) {
        this.folder = folder;
        this.rates = rates;
        this.seconds = seconds;
        this.out = out;
    }

    /** Measures all of them once. */
    public void round(List<Shipper> shippers) throws IOException, InterruptedException {
        for (int rate : rates) {
            for (Shipper shipper : shippers) {
                LiveRun run = LiveRun.of(shipper, folder, rate, seconds);
                runs.computeIfAbsent(new Case(rate, shipper.name()), added -> new ArrayList<>())
                        .add(run);
                out.printf(
                        "  %s, %d × %,d lines/s: p50 %s ms, p99 %s ms, %s s CPU per million lines%n",
                        shipper.name(), Input.FILES, rate, text(run.p50(), 1), text(run.p99(), 1), text(run.cpu(), 2));
            }
        }
    }

    /** Medians of all rounds. */
    public Table table() {
        var table = new Table(
                "live, " + seconds + " s",
                "lines/s",
                "latency in ms: p50",
                "p99",
                "max",
                "CPU s per million lines: sender + receiver = sum",
                "peak RSS in MB: sender + receiver",
                "lines behind a later one");
        runs.forEach((measured, of) -> table.row(
                measured.system(),
                Input.FILES + " × " + text(measured.rate(), 0),
                text(median(of, LiveRun::p50), 1),
                text(median(of, LiveRun::p99), 1),
                text(median(of, LiveRun::most), 1),
                text(median(of, LiveRun::senderCpu), 2) + " + " + text(median(of, LiveRun::receiverCpu), 2) + " = "
                        + text(median(of, LiveRun::cpu), 2),
                text(median(of, run -> run.senderKib() / 1_024.0), 0) + " + "
                        + text(median(of, run -> run.receiverKib() / 1_024.0), 0),
                text(median(of, LiveRun::behind), 2) + " %"));
        return table;
    }
}
