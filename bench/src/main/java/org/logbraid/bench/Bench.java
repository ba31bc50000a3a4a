package org.logbraid.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.logbraid.bench.BenchOptions.Part;
import org.logbraid.bench.BenchOptions.Peer;
import org.logbraid.bench.logs.AccessLogs;
import org.logbraid.bench.logs.Compressibility;
import org.logbraid.bench.part.Backfill;
import org.logbraid.bench.part.Idle;
import org.logbraid.bench.part.Live;
import org.logbraid.bench.part.ManyAgents;
import org.logbraid.bench.part.Quorum;
import org.logbraid.bench.part.SmallHeap;
import org.logbraid.bench.part.Start;
import org.logbraid.bench.report.Numbers;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Logbraid;
import org.logbraid.bench.system.Rsyslog;
import org.logbraid.bench.system.Shipper;
import org.logbraid.bench.system.Tool;
import org.logbraid.common.frame.Lz4;

/**
 * Measures the whole way from end to end, beside other systems, round by round in the same run, and prints tables for
 * {@code docs/performance.md}. {@code bench/run} builds and starts it.
 */
public final class Bench {
    private static final int FILES = 4;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final BenchOptions options;
    private final PrintStream out;
    private final Path launcher;
    private final Path folder;
    private final Path logs;
    private final List<Table> tables = new ArrayList<>();
    private boolean anyFailed;

    private Bench(BenchOptions options, Path top, PrintStream out) {
        this.options = options;
        this.out = out;
        launcher = top.resolve("deploy").resolve("logbraid");
        folder = options.folder().toAbsolutePath().normalize();
        logs = folder.resolve("logs");
    }

    /** The property {@code logbraid.top} names the checkout whose launcher is used; the working folder when it is not set. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(BenchOptions.USAGE);
            return;
        }
        BenchOptions options;
        try {
            options = BenchOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + BenchOptions.USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        Path top = Path.of(System.getProperty("logbraid.top", ".")).toRealPath();
        var bench = new Bench(options, top, System.out);
        bench.run();
        System.exit(bench.anyFailed ? FAILED : 0);
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        out.printf(
                "JDK %s, %d cores, LZ4 %s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), Lz4.isNative() ? "native" : "of Java");
        if (options.parts().contains(Part.BACKFILL)) {
            backfill();
        }
        if (options.parts().contains(Part.LIVE)) {
            live();
        }
        var logbraid = new Logbraid(launcher, "time", List.of());
        if (options.parts().contains(Part.IDLE)) {
            out.println("idle");
            tables.add(Idle.measure(logbraid, folder));
        }
        if (options.parts().contains(Part.START)) {
            out.println("start");
            tables.add(Start.measure(logbraid, folder));
        }
        if (options.parts().contains(Part.SMALL_HEAP)) {
            out.println("small heap");
            tables.add(SmallHeap.measure(launcher, logs, folder));
        }
        if (options.parts().contains(Part.QUORUM)) {
            quorum();
        }
        if (options.parts().contains(Part.MANY_AGENTS)) {
            out.println("many agents");
            tables.addAll(ManyAgents.measure(launcher, folder, out));
        }
        tables.forEach(table -> out.print("\n" + table));
    }

    private void backfill() throws IOException, InterruptedException {
        List<Path> files = AccessLogs.write(logs, FILES, options.lines());
        out.println("input packs " + Numbers.text(Compressibility.lz4Ratio(files.get(0)), 2)
                + " : 1 with LZ4 in blocks of 64 KiB");
        List<Tool> tools = new ArrayList<>();
        if (options.peers().contains(Peer.CAT)) {
            tools.add(Tool.CAT);
        }
        if (options.peers().contains(Peer.SORT)) {
            tools.add(Tool.SORT);
        }
        List<Shipper> shippers = shippers("time");
        var backfill = new Backfill(folder, files, options.lines(), out);
        for (int round = 1; round <= options.rounds(); round++) {
            out.println("backfill, round " + round);
            backfill.round(shippers, tools);
        }
        tables.add(backfill.table());
        anyFailed |= backfill.anyFailed();
    }

    private void live() throws IOException, InterruptedException {
        List<Shipper> shippers = shippers("time", "channel");
        var live = new Live(folder, options.rates(), options.liveSeconds(), out);
        for (int round = 1; round <= options.rounds(); round++) {
            out.println("live, round " + round);
            live.round(shippers);
        }
        tables.add(live.table());
        anyFailed |= live.anyFailed();
    }

    private void quorum() throws IOException, InterruptedException {
        List<Path> files = AccessLogs.write(logs.resolveSibling("logs-" + Quorum.FILES), Quorum.FILES, options.lines());
        var quorum = new Quorum(launcher, folder, files, options.lines(), out);
        for (int round = 1; round <= options.rounds(); round++) {
            out.println("quorum, round " + round);
            quorum.round();
        }
        tables.add(quorum.table());
        anyFailed |= quorum.anyFailed();
    }

    private List<Shipper> shippers(String... orders) {
        List<Shipper> shippers = new ArrayList<>();
        for (String order : orders) {
            shippers.add(new Logbraid(launcher, order, List.of()));
        }
        if (options.peers().contains(Peer.RSYSLOG)) {
            var rsyslog = new Rsyslog();
            Optional<String> missing = rsyslog.missing();
            missing.ifPresentOrElse(out::println, () -> shippers.add(rsyslog));
        }
        return shippers;
    }
}
