package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.machine.ProcFiles;
import org.logbraid.bench.machine.TouchedMemory;
import org.logbraid.bench.system.Shipper;
import org.logbraid.bench.system.Way;
import org.logbraid.common.clock.SystemClock;

/**
 * Growing files, measured once, behind a warm-up.
 *
 * @param p50 milliseconds from a line's stamp until it can be read in the merged file
 * @param senderCpu CPU seconds per million lines, without start and end
 * @param receiverCpu CPU seconds per million lines, without start and end
 * @param behind lines in a hundred that stand behind a later one
 */
record LiveRun(
        double p50,
        double p99,
        double most,
        double senderCpu,
        double receiverCpu,
        long senderKib,
        long receiverKib,
        double behind) {
    private static final int WARM_UP_SECONDS = 5;
    private static final int PATIENCE_SECONDS = 60;
    private static final long TOUCHED_BYTES = 2L * 1_024 * 1_024 * 1_024;

    double cpu() {
        return senderCpu + receiverCpu;
    }

    @Override
    public String toString() {
        return "p50 " + text(p50, 1) + " ms, p99 " + text(p99, 1) + " ms, " + text(cpu(), 2)
                + " s CPU per million lines";
    }

    /** Prepares the machine and measures. */
    static LiveRun of(Shipper shipper, Path folder, int linesPerSecondAndFile, int seconds)
            throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        List<Path> files = IntStream.range(0, Input.FILES)
                .mapToObj(i -> work.resolve("live-" + i + ".log"))
                .toList();
        for (Path file : files) {
            Files.createFile(file);
        }
        TouchedMemory memory = Preparation.prepare(work, List.of(), TOUCHED_BYTES);
        int all = WARM_UP_SECONDS + seconds;
        try (Way way = shipper.start(work, files, false);
                var feed = new LiveFeed(SystemClock.INSTANCE, files, linesPerSecondAndFile, all)) {
            long warmUp = feed.all() / all * WARM_UP_SECONDS;
            var watch = new LiveWatch(
                    SystemClock.INSTANCE, way.merged(), warmUp, feed.all(), (all + PATIENCE_SECONDS) * 1_000_000_000L);
            return measured(way, feed, watch, warmUp);
        } finally {
            memory.close();
            Preparation.delete(work);
        }
    }

    private static LiveRun measured(Way way, LiveFeed feed, LiveWatch watch, long warmUp)
            throws IOException, InterruptedException {
        var watching = new Thread(watch, "bench-watch");
        var feeding = new Thread(feed, "bench-feed");
        watching.start();
        feeding.start();
        while (feed.written() < warmUp && feeding.isAlive()) {
            Thread.sleep(1);
        }
        long from = feed.written();
        double senderBefore = ProcFiles.cpuSeconds(way.sender().pid());
        double receiverBefore = ProcFiles.cpuSeconds(way.receiver().pid());
        feeding.join();
        watching.join();
        double millions = (feed.written() - from) / 1e6;
        double sender = ProcFiles.cpuSeconds(way.sender().pid()) - senderBefore;
        double receiver = ProcFiles.cpuSeconds(way.receiver().pid()) - receiverBefore;
        if (!watch.failure().isEmpty()) {
            throw new IOException(watch.failure());
        }
        Way.Used used = way.end();
        return new LiveRun(
                watch.millis(50),
                watch.millis(99),
                watch.millis(100),
                sender / millions,
                receiver / millions,
                used.sender().peakKib(),
                used.receiver().peakKib(),
                100.0 * watch.behind() / feed.written());
    }
}
