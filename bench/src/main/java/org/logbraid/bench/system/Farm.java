package org.logbraid.bench.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.bench.machine.ProcFiles;
import org.logbraid.deploy.demo.FreePort;

/**
 * Collectors that are started by the launcher, one process each, and agents in a few JVMs, which are there before the agents
 * are: no start of a JVM is measured with them.
 *
 * <p>Belongs to the thread that measures.
 */
public final class Farm implements Closeable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern COLLECTOR_READY = Pattern.compile("^(ready)\\b");
    private static final Pattern HOST_WAITING = Pattern.compile("^(waiting)$");
    private static final Pattern HOST_READY = Pattern.compile("^(ready) agents=");

    private final Path launcher;
    private final Path work;
    private final List<Integer> agentsPorts = new ArrayList<>();
    private final List<MeasuredProcess> collectors = new ArrayList<>();
    private final List<MeasuredProcess> hosts = new ArrayList<>();
    private int begun;
    private int ready;

    /**
     * Nothing runs yet.
     *
     * @param launcher the file {@code deploy/logbraid}
     * @param work an empty folder
     */
    public Farm(Path launcher, Path work) {
        this.launcher = launcher;
        this.work = work;
    }

    /**
     * Starts collectors and waits until all are ready.
     *
     * @param count 1 to 9
     * @param agents that will come
     */
    public void startCollectors(int count, int agents) throws IOException, InterruptedException {
        List<Integer> peersPorts = freePorts(count);
        agentsPorts.addAll(freePorts(count));
        List<String> quorum = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            quorum.add(name(i) + "=" + LOOPBACK + ":" + peersPorts.get(i));
        }
        for (int i = 0; i < count; i++) {
            Path home = Files.createDirectories(home(i));
            List<String> command = new ArrayList<>(List.of(launcher.toString(), "collector", "--name", name(i)));
            if (count > 1) {
                command.addAll(List.of("--quorum", String.join(",", quorum)));
            }
            command.addAll(List.of("--bind", LOOPBACK + ":" + agentsPorts.get(i), "--http", "off"));
            command.addAll(List.of("--data", "data", "--out", "merged.log", "--expect", String.valueOf(agents)));
            collectors.add(MeasuredProcess.start(command, home, Map.of(), ProcessBuilder.Redirect.DISCARD));
        }
        for (MeasuredProcess collector : collectors) {
            collector.await(COLLECTOR_READY, PATIENCE);
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(FreePort.next().port());
        }
        return ports;
    }

    /** A collector's name. */
    public static String name(int collector) {
        return String.valueOf((char) ('a' + collector));
    }

    /** A collector's folder. */
    public Path home(int collector) {
        return work.resolve("collector-" + name(collector));
    }

    /** A collector's merged file. */
    public Path merged(int collector) {
        return home(collector).resolve("merged.log");
    }

    /** Where an agent's files are to be put. */
    public Path logs(int agent) {
        return AgentHost.logs(work, agent);
    }

    /**
     * Starts a JVM for agents, which wait until they are to begin.
     *
     * @param touched whether it takes its whole heap at its start, so that no agent's first use of memory is measured
     */
    public void startHost(int first, int count, boolean touched) throws IOException, InterruptedException {
        for (int agent = first; agent < first + count; agent++) {
            Files.createDirectories(logs(agent));
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", // these as the launcher has them for an agent
                "-XX:Tier4InvocationThreshold=100000",
                "-XX:Tier4MinInvocationThreshold=12000",
                "-XX:Tier4CompileThreshold=300000",
                "-XX:Tier4BackEdgeThreshold=800000",
                "-Xms" + (256 + 24 * count) + "m",
                "-Xmx" + (256 + 24 * count) + "m",
                touched ? "-XX:+AlwaysPreTouch" : "-XX:-AlwaysPreTouch",
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path"),
                AgentHost.class.getName(),
                String.valueOf(first),
                String.valueOf(count),
                work.toString(),
                agentsPorts.stream().map(port -> LOOPBACK + ":" + port).collect(Collectors.joining(",")));
        MeasuredProcess host = MeasuredProcess.start(command, work, Map.of(), ProcessBuilder.Redirect.DISCARD);
        hosts.add(host);
        host.await(HOST_WAITING, PATIENCE);
    }

    /** Lets all agents begin that have not. */
    public void begin() throws IOException {
        for (MeasuredProcess host : hosts.subList(begun, hosts.size())) {
            host.say("begin");
        }
        begun = hosts.size();
    }

    /** Waits until all agents are ready. */
    public void awaitAgents() throws IOException, InterruptedException {
        for (MeasuredProcess host : hosts.subList(ready, begun)) {
            host.await(HOST_READY, PATIENCE);
        }
        ready = begun;
    }

    public List<MeasuredProcess> collectors() {
        return List.copyOf(collectors);
    }

    public List<MeasuredProcess> hosts() {
        return List.copyOf(hosts);
    }

    /** CPU seconds that some of its processes have used so far. */
    public static double cpuSeconds(List<MeasuredProcess> processes) {
        return processes.stream()
                .mapToDouble(process -> ProcFiles.cpuSeconds(process.pid()))
                .sum();
    }

    /** Ends all by force: what is measured has been. */
    @Override
    public void close() {
        hosts.forEach(MeasuredProcess::close);
        collectors.forEach(MeasuredProcess::close);
    }
}
