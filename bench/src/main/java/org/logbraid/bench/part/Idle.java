package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.bench.logs.AccessLogs;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.machine.ProcFiles;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Logbraid;
import org.logbraid.bench.system.Way;

/** What an agent with many files and a collector use while nothing happens. Stateless. */
public final class Idle {
    private static final int FILES = 1_000;
    private static final int SECONDS_UNTIL_QUIET = 10;
    private static final int SECONDS = 30;

    private Idle() {}

    /** Lets both come to rest, then measures. */
    public static Table measure(Logbraid logbraid, Path folder) throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        List<Path> files = new ArrayList<>();
        Path logs = Files.createDirectories(work.resolve("logs"));
        Input line = new Input(AccessLogs.write(work.resolve("one"), 1, 1), 1);
        for (int i = 0; i < FILES; i++) {
            files.add(Files.copy(line.files().get(0), logs.resolve(i + ".log")));
        }
        try (Way way = logbraid.start(work, List.of(logs.resolve("*.log")), false)) {
            Growth.await(way, 0, FILES * line.bytes(), Duration.ofSeconds(60));
            Thread.sleep(Duration.ofSeconds(SECONDS_UNTIL_QUIET).toMillis());
            long begin = System.nanoTime();
            double agent = ProcFiles.cpuSeconds(way.sender().pid());
            double collector = ProcFiles.cpuSeconds(way.receiver().pid());
            Thread.sleep(Duration.ofSeconds(SECONDS).toMillis());
            double agentUsed = ProcFiles.cpuSeconds(way.sender().pid()) - agent;
            double collectorUsed = ProcFiles.cpuSeconds(way.receiver().pid()) - collector;
            double seconds = (System.nanoTime() - begin) / 1e9;
            Way.Used used = way.end();
            return new Table("idle, " + SECONDS + " s", "of a core", "peak RSS in MB")
                    .row(
                            "agent, " + text(files.size(), 0) + " files",
                            text(100 * agentUsed / seconds, 2) + " %",
                            text(used.sender().peakKib() / 1_024.0, 0))
                    .row(
                            "collector",
                            text(100 * collectorUsed / seconds, 2) + " %",
                            text(used.receiver().peakKib() / 1_024.0, 0));
        } finally {
            Preparation.delete(work);
        }
    }
}
