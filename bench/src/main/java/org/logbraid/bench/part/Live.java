package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.count;
import static org.logbraid.bench.report.Numbers.median;
import static org.logbraid.bench.report.Numbers.text;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.logbraid.bench.report.Rounds;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Shipper;

/** Growing files at fixed rates, by logbraid in both orders and by what stands beside it. Not thread-safe. */
public final class Live {
    private final Path folder;
    private final List<Integer> rates;
    private final int seconds;
    private final Rounds<Case, LiveRun> rounds;

    private record Case(int rate, String system) {
        String perSecond() {
            return Input.FILES + " × " + count(rate);
        }

        @Override
        public String toString() {
            return system + ", " + perSecond() + " lines/s";
        }
    }

    /**
     * Makes the part.
     *
     * @param rates lines a second in each of four files
     */
    public Live(Path folder, List<Integer> rates, int seconds, PrintStream out) {
        this.folder = folder;
        this.rates = rates;
        this.seconds = seconds;
        this.rounds = new Rounds<>(out);
    }

    /** Measures all of them once. */
    public void round(List<Shipper> shippers) throws InterruptedException {
        rounds.next();
        for (int rate : rates) {
            for (Shipper shipper : shippers) {
                var measured = new Case(rate, shipper.name());
                rounds.measure(measured, measured.toString(), () -> LiveRun.of(shipper, folder, rate, seconds));
            }
        }
    }

    public boolean anyFailed() {
        return rounds.anyFailed();
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
        for (Case measured : rounds.cases()) {
            List<LiveRun> of = rounds.of(measured);
            table.row(
                    measured.system(),
                    measured.perSecond(),
                    text(median(of, LiveRun::p50), 1),
                    text(median(of, LiveRun::p99), 1),
                    text(median(of, LiveRun::most), 1),
                    text(median(of, LiveRun::senderCpu), 2) + " + " + text(median(of, LiveRun::receiverCpu), 2) + " = "
                            + text(median(of, LiveRun::cpu), 2),
                    text(median(of, run -> run.senderKib() / 1_024.0), 0) + " + "
                            + text(median(of, run -> run.receiverKib() / 1_024.0), 0),
                    text(median(of, LiveRun::behind), 2) + " %");
        }
        return table;
    }
}
