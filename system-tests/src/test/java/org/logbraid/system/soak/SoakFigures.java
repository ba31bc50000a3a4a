package org.logbraid.system.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logbraid.system.process.CollectorStatus;

/**
 * What is seen of a soak: one line a minute, and the greatest of all at the end.
 *
 * <p>Belongs to one thread.
 */
final class SoakFigures {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final List<String> TOLD = List.of(
            "lines",
            "late",
            "raised",
            "future",
            "stragglers",
            "gaps",
            "gapBytes",
            "voidFrames",
            "unfinishedLines",
            "longLines");
    private static final List<String> NEVER_DONE =
            List.of("future", "gaps", "gapBytes", "unfinishedLines", "longLines");

    private final SoakOptions options;
    private final SoakProcesses processes;
    private final SoakLogs logs;
    private final StreamCheck check;
    private final MergedStream stream;
    private final Map<String, ProcessMemory> most = new TreeMap<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private long mostBehindMillis;
    private long mostDataMib;
    private long mostFolderMib;
    private String counters = "";

    SoakFigures(SoakOptions options, SoakProcesses processes, SoakLogs logs, StreamCheck check, MergedStream stream) {
        this.options = options;
        this.processes = processes;
        this.logs = logs;
        this.check = check;
        this.stream = stream;
    }

    static String head() {
        return "minute     written     checked  behind s  collector MiB (resident/own/peak)  first  second"
                + "  open files (deleted)  data MiB  all MiB  kills  rotated  ended  late  raised  displaced  slow";
    }

    void killed(String name) {
        kills.merge(name, 1, Integer::sum);
    }

    /** Looks at memory, now and then. */
    void sample() throws IOException {
        for (String name : new String[] {SoakProcesses.COLLECTOR, "first", "second"}) {
            most.merge(name, processes.memory(name), ProcessMemory::max);
        }
        mostBehindMillis = Math.max(mostBehindMillis, behindMillis());
    }

    private long behindMillis() {
        long latest = check.latestMicros();
        if (latest == Long.MIN_VALUE) {
            return 0;
        }
        var now = Instant.now();
        return (now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / 1_000 - latest) / 1_000;
    }

    /** The line of a minute. */
    String minute(long minute) throws IOException, InterruptedException {
        long data = mib(processes.data());
        long folder = mib(options.folder());
        mostDataMib = Math.max(mostDataMib, data);
        mostFolderMib = Math.max(mostFolderMib, folder);
        ProcessMemory collector = processes.memory(SoakProcesses.COLLECTOR);
        ProcessMemory first = processes.memory("first");
        ProcessMemory second = processes.memory("second");
        String status = processes.status();
        requireNothingOdd(status);
        return String.format(
                Locale.ROOT,
                "%6d %,11d %,11d %9.1f  %s  %s  %s  %d+%d+%d (%d+%d+%d)  %,d  %,d  %d  %d  %d  %d  %d  %d  %d",
                minute,
                logs.written(),
                check.lines(),
                behindMillis() / 1_000.0,
                collector,
                first,
                second,
                collector.openFiles(),
                first.openFiles(),
                second.openFiles(),
                collector.deletedFiles(),
                first.deletedFiles(),
                second.deletedFiles(),
                data,
                folder,
                kills.values().stream().mapToInt(count -> count).sum(),
                logs.rotations(),
                stream.ended(),
                CollectorStatus.number(status, "late"),
                CollectorStatus.number(status, "raised"),
                check.displacedLines(),
                logs.slow().count());
    }

    /** Nothing that means lost, torn or wrong bytes may have been counted. */
    private void requireNothingOdd(String status) {
        counters = TOLD.stream()
                .map(key -> key + "=" + CollectorStatus.number(status, key))
                .collect(Collectors.joining(" "));
        for (String key : NEVER_DONE) {
            if (CollectorStatus.number(status, key) != 0) {
                throw new AssertionError("counted, though nothing of the kind was done: " + counters);
            }
        }
    }

    /** Disk blocks in use: the journal's files have holes. */
    private static long mib(Path folder) throws IOException, InterruptedException {
        var du = new ProcessBuilder("du", "-sm", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // of files that are deleted meanwhile
                .start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        du.waitFor();
        return Long.parseLong(said.split("\\s", 2)[0]);
    }

    /** The table at the end. */
    String summary() {
        var table = new StringBuilder("\n");
        row(table, "minutes", String.valueOf(options.minutes()));
        row(table, "lines", String.format(Locale.ROOT, "%,d written, %,d checked", logs.written(), check.lines()));
        row(table, "kills", kills.toString());
        row(table, "rotations", logs.rotations() + " of inputs, " + stream.ended() + " of the merged file");
        row(table, "most behind", String.format(Locale.ROOT, "%.1f s", mostBehindMillis / 1_000.0));
        most.forEach((name, memory) -> row(
                table,
                "most of " + name,
                memory + " MiB resident/own/peak, " + memory.openFiles() + " files, " + memory.deletedFiles()
                        + " deleted ones"));
        row(table, "most on disk", mostDataMib + " MiB of data, " + mostFolderMib + " MiB of all");
        row(table, "counted", counters);
        row(
                table,
                "out of order",
                check.displacedLines() + " lines, all of " + logs.slow().count()
                        + " batches that took longer than stamp-lag, the slowest "
                        + logs.slow().slowestMillis() + " ms");
        row(table, "seed", String.valueOf(options.seed()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "%-20s %s%n", name, value));
    }
}
