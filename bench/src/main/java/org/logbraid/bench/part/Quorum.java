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

/** What three collectors cost beside one, and many agents beside few, round by round. Not thread-safe. */
public final class Quorum {
    /** As many files as there are agents at the most. */
    public static final int FILES = 64;

    private static final List<Case> CASES =
            List.of(new Case(1, 1), new Case(3, 1), new Case(1, 8), new Case(3, 8), new Case(1, 64), new Case(3, 64));

    private final Path launcher;
    private final Path folder;
    private final Input input;
    private final Rounds<Case, FarmRun> rounds;

    private record Case(int collectors, int agents) {
        @Override
        public String toString() {
            return number(collectors, "collector") + ", " + number(agents, "agent");
        }

        private static String number(int count, String word) {
            return count + " " + word + (count == 1 ? "" : "s");
        }
    }

    /** Makes the part, for {@link #FILES} files. */
    public Quorum(Path launcher, Path folder, List<Path> files, long lines, PrintStream out) {
        this.launcher = launcher;
        this.folder = folder;
        this.input = new Input(files, lines);
        this.rounds = new Rounds<>(out);
    }

    /** Measures all of them once. */
    public void round() throws InterruptedException {
        rounds.next();
        for (Case measured : CASES) {
            rounds.measure(
                    measured,
                    measured.toString(),
                    () -> FarmRun.of(launcher, folder, measured.collectors(), measured.agents(), input));
        }
    }

    public boolean anyFailed() {
        return rounds.anyFailed();
    }

    /** Medians of all rounds; the last columns compare with one collector, and with one agent. */
    public Table table() {
        var table = new Table(
                count(input.files().size()) + " files, " + count(input.lines()) + " lines",
                "lines/s, until all collectors have all",
                "CPU s per million lines: agents + collectors",
                "beside 1 collector",
                "beside 1 agent");
        for (Case measured : rounds.cases()) {
            List<FarmRun> runs = rounds.of(measured);
            table.row(
                    measured.toString(),
                    text(median(runs, FarmRun::linesPerSecond), 0),
                    text(median(runs, run -> run.agentsCpu() * 1e6 / run.lines()), 2) + " + "
                            + text(median(runs, run -> run.collectorsCpu() * 1e6 / run.lines()), 2),
                    beside(measured, new Case(1, measured.agents())),
                    beside(measured, new Case(measured.collectors(), 1)));
        }
        return table;
    }

    private String beside(Case measured, Case other) {
        return measured.equals(other)
                ? "–"
                : text(
                                ratio(
                                        rounds.besides(measured, other),
                                        rounds.besides(other, measured),
                                        FarmRun::linesPerSecond),
                                2)
                        + " ×";
    }
}
