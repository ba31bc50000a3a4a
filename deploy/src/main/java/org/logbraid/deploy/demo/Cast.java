package org.logbraid.deploy.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the demo: collectors and agents, each of which can be killed and started again.
 *
 * <p>Belongs to the thread that runs the demo; {@link #close} is safe for all.
 */
final class Cast implements Closeable {
    private static final long READY_SECONDS = 30;

    private final Path folder;
    private final int agentCount;
    private final List<@Nullable Child> agents = new ArrayList<>();
    private final List<Collector> collectors = new ArrayList<>();
    private volatile boolean closed;

    Cast(Path folder, int collectorCount, int agentCount) throws IOException {
        this.folder = folder;
        this.agentCount = agentCount;
        for (int i = 0; i < agentCount; i++) {
            agents.add(null);
        }
        for (int i = 0; i < collectorCount; i++) {
            String name = collectorCount == 1 ? "collector" : "collector-" + (i + 1);
            Path own = collectorCount == 1 ? folder : Files.createDirectory(folder.resolve(name));
            collectors.add(new Collector(
                    name, collectorCount == 1 ? folder.resolve(name) : own.resolve("data"), own.resolve("merged.log")));
        }
        Files.createDirectory(folder.resolve("logs"));
        Files.createDirectory(folder.resolve("input"));
        Files.writeString(folder.resolve("agents.yaml"), """
                # What the agents of the demo have in common. Lines are stamped at most this long before they are written:
                # generous, for a machine that is busy with a demo.
                stamp-lag: 250ms
                time: clf
                """);
    }

    /** Where an agent's file lies. */
    Path input(int agent) {
        return folder.resolve("input").resolve(name(agent) + ".log");
    }

    static String name(int agent) {
        return "web-" + (agent + 1);
    }

    List<Collector> collectors() {
        return collectors;
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** Starts all collectors, and waits until they are ready. */
    void startCollectors() throws IOException, InterruptedException {
        for (Collector collector : collectors) {
            begin(collector);
        }
        for (Collector collector : collectors) {
            awaitReady(collector);
        }
    }

    /** Starts a collector again, in its place. */
    void startCollector(Collector collector) throws IOException, InterruptedException {
        begin(collector);
        awaitReady(collector);
    }

    private void begin(Collector collector) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "collector",
                "--name=" + collector.name(),
                "--bind=" + collector.agents(),
                "--http=" + collector.http(),
                "--data=" + collector.data(),
                "--out=" + collector.merged(),
                "--expect=" + agentCount));
        if (collectors.size() > 1) {
            arguments.add("--quorum="
                    + collectors.stream()
                            .map(each -> each.name() + "=" + each.peers())
                            .collect(Collectors.joining(",")));
        }
        collector.process(start(collector.name(), arguments));
    }

    private static void awaitReady(Collector collector) throws IOException, InterruptedException {
        Child started = collector.process();
        if (started != null) {
            String unused = started.awaitReady(READY_SECONDS);
        }
    }

    /** Starts an agent, which is ready some time later. */
    void startAgent(int agent) throws IOException {
        agents.set(
                agent,
                start(
                        name(agent),
                        List.of(
                                "agent",
                                "--config=" + folder.resolve("agents.yaml"),
                                "--name=" + name(agent),
                                "--to="
                                        + collectors.stream()
                                                .map(each -> each.agents().toString())
                                                .collect(Collectors.joining(",")),
                                "--state=" + folder.resolve("state-" + name(agent)),
                                input(agent).toString())));
    }

    private Child start(String name, List<String> arguments) throws IOException {
        Child child = Child.start(name, folder, logs().resolve(name + ".log"), arguments);
        if (closed) {
            child.close(); // the demo is being ended by force
        }
        return child;
    }

    void awaitAgents() throws IOException, InterruptedException {
        for (Child agent : agents) {
            if (agent != null) {
                agent.awaitReady(READY_SECONDS);
            }
        }
    }

    void killAgent(int agent) throws InterruptedException {
        Child running = agents.get(agent);
        if (running != null) {
            running.kill();
        }
    }

    /** Starts again whatever does not run, for the demo to end in order. */
    void completeAgain() throws IOException, InterruptedException {
        for (Collector collector : collectors) {
            if (!collector.isRunning()) {
                startCollector(collector);
            }
        }
        for (int i = 0; i < agentCount; i++) {
            if (!isRunning(agents.get(i))) {
                startAgent(i);
            }
        }
        awaitAgents();
    }

    private static boolean isRunning(@Nullable Child child) {
        return child != null && child.isAlive();
    }

    /**
     * Stops the agents, then the collectors.
     *
     * @return what did not end as it should, one sentence each
     */
    List<String> stop() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<@Nullable Child> all = new ArrayList<>(agents);
        collectors.forEach(collector -> all.add(collector.process()));
        for (Child child : all) {
            int status = child == null ? 0 : child.stop();
            if (status != 0) {
                wrong.add(child + (status < 0 ? " had to be killed" : " ended with status " + status) + ", see "
                        + logs().resolve(child + ".log"));
            }
        }
        return wrong;
    }

    @Override
    public void close() {
        closed = true;
        List<@Nullable Child> all = new ArrayList<>(agents);
        collectors.forEach(collector -> all.add(collector.process()));
        for (Child child : all) {
            if (child != null) {
                child.close();
            }
        }
    }
}
