package org.logbraid.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.logbraid.bench.machine.AllocationLog;
import org.logbraid.bench.machine.MeasuredProcess;

/**
 * logbraid, started by its own launcher: what is measured has the flags, the heaps and the class path of what is used. The
 * one thing added is a log of the garbage collector.
 *
 * @param launcher the file {@code deploy/logbraid}
 * @param order time or channel
 * @param collectorFlags further flags of the collector's JVM
 */
public record Logbraid(Path launcher, String order, List<String> collectorFlags) implements Shipper {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern COLLECTOR_READY = Pattern.compile("^ready .*\\bagents=(\\S+)");
    private static final Pattern AGENT_READY = Pattern.compile("^(ready)\\b");

    /** A process that has said that it is ready. */
    public record Ready(MeasuredProcess process, String agentsAddress, long readyNanos) {
        public double secondsFromStart() {
            return (readyNanos - process.startedNanos()) / 1e9;
        }
    }

    @Override
    public String name() {
        return order.equals("time") ? "logbraid" : "logbraid, " + order + " order";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Way start(Path work, List<Path> files, boolean once) throws IOException, InterruptedException {
        Ready collector = startCollector(work);
        try {
            List<String> words = new ArrayList<>(once ? List.of("--once", "--wait", "written") : List.of());
            files.forEach(path -> words.add(path.toString()));
            MeasuredProcess agent = once
                    ? startAgent(work, collector.agentsAddress(), words)
                    : startReadyAgent(work, collector.agentsAddress(), words).process();
            return new Way(work, work.resolve("merged.log"), collector.process(), agent, once);
        } catch (IOException | InterruptedException e) {
            collector.process().close();
            throw e;
        }
    }

    /** Starts a collector and waits until it is ready. */
    public Ready startCollector(Path work) throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(collectorFlags);
        flags.add(AllocationLog.flag(Way.RECEIVERS_ALLOCATIONS));
        List<String> words = List.of(
                "collector",
                "--bind",
                "127.0.0.1:0",
                "--http",
                "off",
                "--expect",
                "1",
                "--order",
                order,
                "--data",
                "data",
                "--out",
                "merged.log");
        return ready(start(work, words, flags), COLLECTOR_READY);
    }

    /** Starts an agent and waits until it is ready. */
    public Ready startReadyAgent(Path work, String address, List<String> words)
            throws IOException, InterruptedException {
        return ready(startAgent(work, address, words), AGENT_READY);
    }

    private MeasuredProcess startAgent(Path work, String address, List<String> more) throws IOException {
        List<String> words = new ArrayList<>(List.of("agent", "--name", "bench", "--to", address, "--state", "state"));
        words.addAll(more);
        return start(work, words, List.of(AllocationLog.flag(Way.SENDERS_ALLOCATIONS)));
    }

    private MeasuredProcess start(Path work, List<String> words, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(words);
        return MeasuredProcess.start(
                command, work, Map.of("LOGBRAID_OPTS", String.join(" ", flags)), ProcessBuilder.Redirect.DISCARD);
    }

    private static Ready ready(MeasuredProcess process, Pattern pattern) throws IOException, InterruptedException {
        try {
            MeasuredProcess.Found found = process.await(pattern, PATIENCE);
            return new Ready(process, found.value(), found.nanos());
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }
}
