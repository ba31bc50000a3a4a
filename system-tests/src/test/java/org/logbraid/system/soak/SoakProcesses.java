package org.logbraid.system.soak;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logbraid.system.process.CollectorStatus;
import org.logbraid.system.process.LogbraidProcess;

/**
 * One collector and two agents, started by the launcher and with the flags and heaps that it gives them.
 *
 * <p>Belongs to one thread.
 */
final class SoakProcesses implements Closeable {
    static final String OUTPUT = "merged.log";
    static final String COLLECTOR = "collector";
    static final List<String> AGENTS = List.of("first", "second");

    private static final String LOOPBACK = "127.0.0.1:";

    private final SoakOptions options;
    private final List<Path> logs;
    private final CollectorStatus status = new CollectorStatus();
    private final Map<String, LogbraidProcess> running = new TreeMap<>();
    private String agentsPort = LOOPBACK + "0";
    private String httpPort = LOOPBACK + "0";
    private int starts;

    SoakProcesses(SoakOptions options, List<Path> logs) throws IOException {
        this.options = options;
        this.logs = logs;
        Files.createDirectories(outFolder());
        Files.writeString(settings(), "retention-size: 1GiB\n");
    }

    private Path settings() {
        return options.folder().resolve("collector.yaml");
    }

    Path data() {
        return options.folder().resolve("data");
    }

    Path outFolder() {
        return options.folder().resolve("out");
    }

    void startAll() throws IOException, InterruptedException {
        start(COLLECTOR);
        for (String agent : AGENTS) {
            start(agent);
        }
    }

    /** Starts a process and waits until it is ready. */
    private void start(String name) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(options.launcher().toString()));
        words.addAll(name.equals(COLLECTOR) ? collectorWords() : agentWords(name));
        var process = LogbraidProcess.start(options.folder(), options.folder(), starts++ + "-" + name, words, Map.of());
        running.put(name, process);
        process.awaitReady();
        if (name.equals(COLLECTOR)) {
            agentsPort = process.address("agents");
            httpPort = process.address("http");
        }
    }

    private List<String> collectorWords() {
        return List.of(
                "collector",
                "--config",
                settings().toString(),
                "--bind",
                agentsPort,
                "--http",
                httpPort,
                "--data",
                data().toString(),
                "--out",
                outFolder().resolve(OUTPUT).toString(),
                "--order",
                "time",
                "--acks",
                "synced",
                "--expect",
                String.valueOf(AGENTS.size()));
    }

    private List<String> agentWords(String name) {
        List<String> words = new ArrayList<>(List.of("agent", "--name", name, "--to", agentsPort));
        words.addAll(
                List.of("--state", options.folder().resolve("agent-" + name).toString()));
        int half = logs.size() / 2;
        List<Path> its = AGENTS.indexOf(name) == 0 ? logs.subList(0, half) : logs.subList(half, logs.size());
        its.forEach(path -> words.add(path.toString()));
        return words;
    }

    /** SIGKILL, and at once another one in its place. */
    void replace(String name) throws IOException, InterruptedException {
        process(name).kill();
        start(name);
    }

    /** SIGUSR1. */
    void endOutput() throws IOException, InterruptedException {
        process(COLLECTOR).signal("USR1");
    }

    private LogbraidProcess process(String name) {
        LogbraidProcess process = running.get(name);
        if (process == null) {
            throw new IllegalStateException("was never started: " + name);
        }
        return process;
    }

    /** Nobody may end who was not asked to. */
    void requireAlive() {
        running.forEach((name, process) -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " has ended by itself:\n" + process.errors());
            }
        });
    }

    ProcessMemory memory(String name) throws IOException {
        return ProcessMemory.of(process(name).pid());
    }

    /** The collector's status as JSON. */
    String status() throws IOException, InterruptedException {
        return status.of(httpPort);
    }

    /** SIGTERM for all, agents first: each has to end well. */
    void stopAll() throws InterruptedException {
        for (String name : List.of(AGENTS.get(0), AGENTS.get(1), COLLECTOR)) {
            int status = process(name).terminate();
            if (status != 0) {
                throw new AssertionError(
                        name + " ended with " + status + ":\n" + process(name).errors());
            }
        }
    }

    /** What {@code verify} says of the merged files that are left, and of every entry of the journal. */
    String verify() throws IOException, InterruptedException {
        var words = List.of(
                options.launcher().toString(), "verify", outFolder().toString(), "--journal", data().toString());
        var process = LogbraidProcess.start(options.folder(), options.folder(), "verify", words, Map.of());
        int status = process.exitStatus(Duration.ofMinutes(10));
        if (status != 0) {
            throw new AssertionError("verify ended with " + status + ": " + process.output() + process.errors());
        }
        return process.output().strip();
    }

    @Override
    public void close() {
        running.values().forEach(LogbraidProcess::clearAway);
    }
}
