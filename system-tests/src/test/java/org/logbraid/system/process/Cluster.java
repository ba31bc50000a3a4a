package org.logbraid.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.logbraid.common.Failpoint;
import org.logbraid.deploy.demo.FreePort;

/**
 * The processes of one test and the folder they work in. Whatever happens, none outlives the test. After a failure the
 * folder stays below {@code target/system} and everything said on standard error is repeated.
 */
final class Cluster implements BeforeEachCallback, AfterEachCallback {
    private final List<LogbraidProcess> processes = new ArrayList<>();
    private final CollectorStatus status = new CollectorStatus();
    private Path folder = Path.of("");
    private Path dataParent = Path.of("");
    private Path mergedParent = Path.of("");
    private String agentsPort = "";
    private String httpPort = "";
    private List<String> flagsOfNext = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Path.of("target", "system", context.getRequiredTestClass().getSimpleName())
                .resolve(context.getRequiredTestMethod().getName())
                .toAbsolutePath();
        Folders.deleteIfExists(folder);
        Files.createDirectories(folder);
        dataParent = folder;
        mergedParent = folder;
        agentsPort = unusedAddress(); // known before, so that nothing else takes it while a collector is down
        httpPort = unusedAddress();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        processes.forEach(LogbraidProcess::clearAway);
        if (context.getExecutionException().isEmpty()) {
            Folders.deleteIfExists(folder);
        } else {
            processes.forEach(process -> System.out.println("--- " + process.label() + " said:\n" + process.errors()));
        }
        processes.clear();
    }

    Path folder() {
        return folder;
    }

    Path merged() {
        return mergedParent.resolve("merged.log");
    }

    /** Says in which folder the merged file is, if not in that of the test. */
    void mergedIn(Path parent) {
        mergedParent = parent;
    }

    /** The merged file's ended parts in their order, and the one that grows. */
    List<Path> mergedParts() throws IOException {
        List<Path> parts = new ArrayList<>(endedParts());
        if (Files.exists(merged())) {
            parts.add(merged());
        }
        return parts;
    }

    List<Path> endedParts() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("merged\\.log\\.\\d+"))
                    .sorted()
                    .toList();
        }
    }

    Path data() {
        return dataParent.resolve("collector");
    }

    /** Says in which folder the collector's data folder is, if not in that of the test. */
    void dataIn(Path parent) {
        dataParent = parent;
    }

    Path state(String agent) {
        return folder.resolve("agent-" + agent);
    }

    /** A port that nobody listens on, as an address. */
    static String unusedAddress() throws IOException {
        return FreePort.next().toString();
    }

    /** Where agents are told to go, and the collectors of the test listen. */
    String agentsPort() {
        return agentsPort;
    }

    /** Runs any command. */
    LogbraidProcess run(String... words) throws IOException {
        return start(words[0], List.of(), List.of(words));
    }

    private LogbraidProcess start(String label, List<String> wrapper, List<String> words) throws IOException {
        List<String> flags = new ArrayList<>(List.of("-Xmx256m"));
        flags.addAll(flagsOfNext);
        flagsOfNext = List.of();
        var process = LogbraidProcess.start(folder, processes.size() + "-" + label, wrapper, flags, words);
        processes.add(process);
        return process;
    }

    /** The next process that is started ends at a point, as if it was killed there. */
    void haltNext(Failpoint point, int passing) {
        flagsOfNext = List.of("-D" + Failpoint.PROPERTY + "=" + point.word() + "@" + passing);
    }

    /** Runs an installed launcher, from the folder of the test. */
    LogbraidProcess launch(Installation installed, Map<String, String> environment, String... words)
            throws IOException {
        return launch(installed.command(words), folder, environment);
    }

    LogbraidProcess launch(List<String> command, Path workplace, Map<String, String> environment) throws IOException {
        var process = LogbraidProcess.start(workplace, folder, processes.size() + "-launched", command, environment);
        processes.add(process);
        return process;
    }

    /** Starts a collector and waits until it is ready. Started again, it has the ports that it had. */
    LogbraidProcess collector(String... more) throws Exception {
        return collector(List.of(), more);
    }

    LogbraidProcess collector(List<String> wrapper, String... more) throws Exception {
        var process = startCollector(wrapper, more);
        agentsPort = process.address("agents");
        httpPort = process.address("http");
        return process;
    }

    /** Starts a collector, and waits for nothing. */
    LogbraidProcess startCollector(List<String> wrapper, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("collector", "--bind", agentsPort, "--http", httpPort));
        words.addAll(List.of("--data", data().toString(), "--out", merged().toString()));
        words.addAll(List.of(more));
        return start("collector", wrapper, words);
    }

    /** Starts an agent, and waits for nothing. */
    LogbraidProcess agent(String name, List<Path> paths, String... more) throws IOException {
        return agent(name, state(name), paths, more);
    }

    LogbraidProcess agent(String name, Path state, List<Path> paths, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("agent", "--name", name, "--to", agentsPort));
        words.addAll(List.of("--state", state.toString()));
        words.addAll(List.of(more));
        paths.forEach(path -> words.add(path.toString()));
        return start("agent-" + name, List.of(), words);
    }

    /** The collector's status as JSON. */
    String status() throws IOException, InterruptedException {
        return status.of(httpPort);
    }

    /** The collector's status as JSON, or nothing when it does not answer in time. */
    String statusSoon(Duration patience) throws InterruptedException {
        try {
            return status.of(httpPort, patience);
        } catch (IOException e) {
            return "";
        }
    }

    String httpPort() {
        return httpPort;
    }

    /** A number from the status, wherever it stands there. */
    long statusNumber(String key) throws IOException, InterruptedException {
        return CollectorStatus.number(status(), key);
    }

    /** Waits until the merged file has so many bytes. */
    void awaitMerged(long bytes) {
        awaitMerged(bytes, LogbraidProcess.PATIENCE);
    }

    void awaitMerged(long bytes, Duration patience) {
        Awaitility.await("merged file of " + bytes + " bytes")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(merged()) && Files.size(merged()) >= bytes);
    }
}
