package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.count;
import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.machine.ProcFiles;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Farm;
import org.logbraid.common.clock.SystemClock;

/**
 * Hundreds of agents with one file each, in a few JVMs, and three collectors: what they use while nothing happens, and whether
 * a live log of one of them is disturbed by all others.
 *
 * <p>Stateless.
 */
public final class ManyAgents {
    private static final int COLLECTORS = 3;
    private static final int HOSTS = 4;
    private static final int AGENTS_OF_HOST = 125;
    private static final int SECONDS_UNTIL_QUIET = 15;
    private static final int IDLE_SECONDS = 30;
    private static final int LIVE_SECONDS = 15;
    private static final int LIVE_RATE = 1_000;
    private static final int LIVE_AGENT = 10_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private ManyAgents() {}

    /** Measures once. */
    public static List<Table> measure(Path launcher, Path folder, PrintStream out)
            throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        try (var farm = new Farm(launcher, work)) {
            farm.startCollectors(COLLECTORS, 1);
            var live = new Table(
                    "one agent, " + count(LIVE_RATE) + " lines/s, beside", "latency in ms: p50", "p99", "max");
            farm.startHost(LIVE_AGENT, 1, false);
            Files.createFile(farm.logs(LIVE_AGENT).resolve("live.log"));
            farm.begin();
            live(farm, "nobody", live, out);
            long begin = System.nanoTime();
            for (int host = 0; host < HOSTS; host++) {
                farm.startHost(host * AGENTS_OF_HOST, AGENTS_OF_HOST, false);
                farm.begin();
                farm.awaitAgents();
            }
            out.println("  all are there after " + text((System.nanoTime() - begin) / 1e9, 1) + " s");
            Table idle = idle(farm);
            live(farm, count(HOSTS * AGENTS_OF_HOST) + " idle agents", live, out);
            return List.of(idle, live);
        } finally {
            Preparation.delete(work);
        }
    }

    private static Table idle(Farm farm) throws IOException, InterruptedException {
        Thread.sleep(SECONDS_UNTIL_QUIET * 1_000L);
        List<MeasuredProcess> hosts = farm.hosts();
        List<MeasuredProcess> collectors = farm.collectors();
        long received = received(hosts.subList(1, hosts.size()));
        double[] hostsCpu = cpu(hosts);
        double[] collectorsCpu = cpu(collectors);
        long[] journals = journals(farm);
        Thread.sleep(IDLE_SECONDS * 1_000L);
        received = received(hosts.subList(1, hosts.size())) - received;
        double[] hostsAfter = cpu(hosts);
        double[] collectorsAfter = cpu(collectors);
        long[] journalsAfter = journals(farm);
        var table = new Table(
                count(HOSTS * AGENTS_OF_HOST) + " idle agents, " + IDLE_SECONDS + " s",
                "of a core",
                "RSS in MB",
                "threads",
                "connections",
                "journal, bytes/s",
                "read by each agent, bytes/s");
        for (int i = 0; i < COLLECTORS; i++) {
            long pid = collectors.get(i).pid();
            table.row(
                    "collector " + Farm.name(i),
                    text(100 * (collectorsAfter[i] - collectorsCpu[i]) / IDLE_SECONDS, 1) + " %",
                    text(ProcFiles.residentKib(pid) / 1_024.0, 0),
                    count(ProcFiles.threads(pid)),
                    count(ProcFiles.sockets(pid)),
                    count((journalsAfter[i] - journals[i]) / IDLE_SECONDS),
                    "–");
        }
        for (int i = 1; i < hosts.size(); i++) {
            long pid = hosts.get(i).pid();
            table.row(
                    AGENTS_OF_HOST + " agents",
                    text(100 * (hostsAfter[i] - hostsCpu[i]) / IDLE_SECONDS, 1) + " %",
                    text(ProcFiles.residentKib(pid) / 1_024.0, 0),
                    count(ProcFiles.threads(pid)),
                    count(ProcFiles.sockets(pid)),
                    "–",
                    count(received / IDLE_SECONDS / HOSTS / AGENTS_OF_HOST));
        }
        return table;
    }

    private static double[] cpu(List<MeasuredProcess> processes) {
        return processes.stream()
                .mapToDouble(process -> ProcFiles.cpuSeconds(process.pid()))
                .toArray();
    }

    private static long received(List<MeasuredProcess> hosts) {
        return hosts.stream().mapToLong(host -> ProcFiles.readBytes(host.pid())).sum();
    }

    /** Bytes that stand in the journals: their files are longer, but hold zeros behind what was written. */
    private static long[] journals(Farm farm) throws IOException {
        long[] bytes = new long[COLLECTORS];
        for (int i = 0; i < COLLECTORS; i++) {
            try (Stream<Path> files = Files.walk(farm.home(i).resolve("data").resolve("journal"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".cq4")).toList()) {
                    bytes[i] += written(file);
                }
            }
        }
        return bytes;
    }

    private static long written(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void live(Farm farm, String beside, Table table, PrintStream out)
            throws IOException, InterruptedException {
        long before = Files.exists(farm.merged(0)) ? Files.size(farm.merged(0)) : 0;
        try (var feed = new LiveFeed(
                SystemClock.INSTANCE, List.of(farm.logs(LIVE_AGENT).resolve("live.log")), LIVE_RATE, LIVE_SECONDS)) {
            var watch =
                    new LiveWatch(SystemClock.INSTANCE, farm.merged(0), before, LIVE_RATE, feed.all(), PATIENCE_NANOS);
            var watching = new Thread(watch, "bench-watch");
            watching.start();
            feed.run();
            watching.join();
            if (!watch.failure().isEmpty()) {
                throw new IOException(watch.failure());
            }
            table.row(beside, text(watch.millis(50), 1), text(watch.millis(99), 1), text(watch.millis(100), 1));
            out.println("  beside " + beside + ": p50 " + text(watch.millis(50), 1) + " ms, p99 "
                    + text(watch.millis(99), 1) + " ms");
        }
    }
}
