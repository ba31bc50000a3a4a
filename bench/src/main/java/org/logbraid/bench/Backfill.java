package org.logbraid.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Backfill from end to end: one agent and one collector, each a process as the launcher starts it, over files that are
 * complete at the start. Measures runs of 1 and of 2 million lines, or of as many as the arguments say; what the longer
 * run needs more, per line, is the cost of a line without the start of a JVM.
 *
 * <p>{@code java -cp 'bench/target/*:bench/target/lib/*' org.logbraid.bench.Backfill [LINES MORE_LINES]}
 */
public final class Backfill {
    private static final int FILES = 4;
    private static final double NANOS = 1e9;
    private static final List<String> FLAGS = List.of(
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true",
            "-Ddisable.perf.info=true");
    private static final List<String> AGENT_HEAP = List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx96m");
    private static final List<String> COLLECTOR_HEAP = List.of("-XX:+UseG1GC", "-Xms64m", "-Xmx512m");
    private static final Pattern USED = Pattern.compile("^used allocated=(\\d+) cpu=(\\d+) rss=(\\d+)$");

    private record Used(long allocated, long cpuNanos, long peakKib) {
        double cpuSeconds() {
            return cpuNanos / NANOS;
        }
    }

    private record Run(long lines, double seconds, Used agent, Used collector) {}

    private Backfill() {}

    public static void main(String[] arguments) throws Exception {
        long lines = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        long more = arguments.length > 1 ? Long.parseLong(arguments[1]) : 2 * lines;
        var folder = Path.of("bench", "target", "backfill").toAbsolutePath();
        Run shorter = run(folder, lines);
        Run longer = run(folder, more);
        for (Run run : List.of(shorter, longer)) {
            System.out.printf(
                    "%,d lines: %.2f s, %,.0f lines/s; CPU s: agent %.2f, collector %.2f, %.2f per million lines;"
                            + " peak RSS: agent %d MB, collector %d MB%n",
                    run.lines(),
                    run.seconds(),
                    run.lines() / run.seconds(),
                    run.agent().cpuSeconds(),
                    run.collector().cpuSeconds(),
                    (run.agent().cpuSeconds() + run.collector().cpuSeconds()) * 1e6 / run.lines(),
                    run.agent().peakKib() / 1_024,
                    run.collector().peakKib() / 1_024);
        }
        double difference = more - lines;
        System.out.printf(
                "marginal: %,.0f lines/s; CPU s per million lines: agent %.2f, collector %.2f;"
                        + " bytes allocated per line: agent %.1f, collector %.1f%n",
                difference / (longer.seconds() - shorter.seconds()),
                (longer.agent().cpuSeconds() - shorter.agent().cpuSeconds()) * 1e6 / difference,
                (longer.collector().cpuSeconds() - shorter.collector().cpuSeconds()) * 1e6 / difference,
                (longer.agent().allocated() - shorter.agent().allocated()) / difference,
                (longer.collector().allocated() - shorter.collector().allocated()) / difference);
    }

    private static Run run(Path folder, long lines) throws Exception {
        List<Path> files = AccessLogs.write(folder, FILES, lines);
        Path work = folder.resolve("run");
        delete(work);
        Files.createDirectories(work);
        Path merged = work.resolve("merged.log");
        Process collector = start(
                work,
                COLLECTOR_HEAP,
                List.of(
                        "collector",
                        "--bind",
                        "127.0.0.1:0",
                        "--http",
                        "off",
                        "--expect",
                        "1",
                        "--data",
                        work.resolve("data").toString(),
                        "--out",
                        merged.toString()));
        try (var said = errors(collector)) {
            String address = awaitReady(said);
            List<String> words = new ArrayList<>(List.of(
                    "agent", "--name", "a", "--to", address, "--once", "--wait", "written", "--state", "state"));
            files.forEach(path -> words.add(path.toString()));
            long begin = System.nanoTime();
            Process agent = start(work, AGENT_HEAP, words);
            Used agentUsed;
            try (var agentSaid = errors(agent)) {
                agentUsed = used(agentSaid);
            }
            if (agent.waitFor() != 0 || Files.size(merged) != lines * AccessLogs.LINE_BYTES) {
                throw new IllegalStateException("the merged file is not whole: see " + work);
            }
            double seconds = (System.nanoTime() - begin) / NANOS;
            collector.toHandle().destroy(); // unlike destroy() of the process, leaves its streams open
            return new Run(lines, seconds, agentUsed, used(said));
        } finally {
            collector.destroyForcibly().waitFor();
            delete(work);
        }
    }

    private static Process start(Path work, List<String> heap, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(heap);
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", absoluteClassPath(), MeteredMain.class.getName()));
        command.addAll(words);
        return new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The processes work in a folder of their own. */
    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static BufferedReader errors(Process process) {
        return new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    }

    private static String awaitReady(BufferedReader said) throws IOException {
        List<String> other = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            other.add(line);
            Matcher ready = Pattern.compile("^ready .*\\bagents=(\\S+)").matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new IOException("the collector did not start: " + other);
    }

    private static Used used(BufferedReader said) throws IOException {
        List<String> other = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher used = USED.matcher(line);
            if (used.find()) {
                return new Used(
                        Long.parseLong(used.group(1)), Long.parseLong(used.group(2)), Long.parseLong(used.group(3)));
            }
            other.add(line);
        }
        throw new IOException("a process ended without a word of what it has used: " + other);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
