package org.logbraid.deploy.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * The processes of the demo: one collector and three agents, each of which can be killed and started again.
 *
 * <p>Belongs to the thread that runs the demo; {@link #close} is safe for all.
 */
final class Cast implements Closeable {
    private static final long READY_SECONDS = 30;
    private static final Pattern BOUND = Pattern.compile("(agents|http)=(\\S+)");

    private final Path folder;
    private final int agentCount;
    private final List<@Nullable Child> agents = new ArrayList<>();
    private volatile @Nullable Child collector;
    private volatile boolean closed;
    private HostPort agentsPort = new HostPort("127.0.0.1", 0);
    private HostPort http = new HostPort("127.0.0.1", 0);

    Cast(Path folder, int agentCount) throws IOException {
        this.folder = folder;
        this.agentCount = agentCount;
        for (int i = 0; i < agentCount; i++) {
            agents.add(null);
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

    HostPort http() {
        return http;
    }

    Path merged() {
        return folder.resolve("merged.log");
    }

    Path journal() {
        return folder.resolve("collector");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    /** Starts the collector; a second time on the ports of the first. */
    void startCollector() throws IOException, InterruptedException {
        Child started = start(
                "collector",
                List.of(
                        "collector",
                        "--bind=" + agentsPort,
                        "--http=" + http,
                        "--data=" + journal(),
                        "--out=" + merged(),
                        "--expect=" + agentCount));
        collector = started;
        Matcher bound = BOUND.matcher(started.awaitReady(READY_SECONDS));
        while (bound.find()) {
            if (bound.group(1).equals("http")) {
                http = HostPort.parse(bound.group(2));
            } else {
                agentsPort = HostPort.parse(bound.group(2));
            }
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
                                "--to=" + agentsPort,
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

    void killCollector() throws InterruptedException {
        Child running = collector;
        if (running != null) {
            running.kill();
        }
    }

    /** Starts again whatever does not run, for the demo to end in order. */
    void completeAgain() throws IOException, InterruptedException {
        if (!isRunning(collector)) {
            startCollector();
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
     * Stops the agents, then the collector.
     *
     * @return what did not end as it should, one sentence each
     */
    List<String> stop() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<@Nullable Child> all = new ArrayList<>(agents);
        all.add(collector);
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
        all.add(collector);
        for (Child child : all) {
            if (child != null) {
                child.close();
            }
        }
    }
}
