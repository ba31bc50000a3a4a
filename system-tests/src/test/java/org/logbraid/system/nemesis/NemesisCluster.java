package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.logbraid.common.CloseStack;
import org.logbraid.system.process.Installation;
import org.logbraid.system.process.LiveLog;
import org.logbraid.system.process.LiveLogs;
import org.logbraid.system.process.LogbraidProcess;
import org.logbraid.system.process.ReferenceMerge;
import org.logbraid.system.process.SmallDisk;

/**
 * Collectors a, b, c … and agents, each on a machine of its own and started by an installed launcher; an agent follows
 * two logs that grow and are rotated. Collectors have a small disk for their data.
 *
 * <p>Belongs to the test's thread.
 */
final class NemesisCluster implements Closeable {
    private static final String AGENTS_PORT = ":7800";
    private static final String PEERS_PORT = ":7801";
    private static final String HTTP_PORT = ":7880";
    private static final int LOGS_PER_AGENT = 2;
    private static final int LINES_PER_SECOND_AND_LOG = 300;
    private static final int ROTATE_EVERY_SECONDS = 4;

    /** What the defaults of the journal need at most. */
    private static final int DISK_MIB = 256;

    private final CloseStack opened = new CloseStack();
    private final Path folder;
    private final Machines machines;
    private final Installation installed;
    private final Path settings;
    private final Path collectorSettings;
    private final List<String> collectorNames = new ArrayList<>();
    private final List<String> agentNames = new ArrayList<>();
    private final Map<Member, ProcessWorld.Collector> collectors = new LinkedHashMap<>();
    private final List<Member> agents = new ArrayList<>();
    private final LiveLogs logs;
    private final Observer observer;
    private final ProcessWorld world;

    /**
     * Makes all that is needed, and starts nothing of logbraid's.
     *
     * @param collectorYaml settings of collectors beyond those that a group needs; may be empty
     */
    NemesisCluster(Path folder, int collectorCount, int agentCount, String collectorYaml, FaultCounts counts)
            throws IOException, InterruptedException {
        this.folder = folder;
        for (int i = 0; i < collectorCount; i++) {
            collectorNames.add(String.valueOf((char) ('a' + i)));
        }
        for (int i = 0; i < agentCount; i++) {
            agentNames.add("agent" + i);
        }
        try {
            machines = opened.own(Machines.make(
                    Stream.concat(collectorNames.stream(), agentNames.stream()).toList()));
            installed = Installation.in(folder.resolve("checkout"));
            settings = Files.writeString(folder.resolve("settings.yaml"), "insecure: true\n");
            collectorSettings =
                    Files.writeString(folder.resolve("collector.yaml"), Files.readString(settings) + collectorYaml);
            logs = opened.own(new LiveLogs(
                    Files.createDirectories(folder.resolve("logs")),
                    agentCount * LOGS_PER_AGENT,
                    LINES_PER_SECOND_AND_LOG,
                    LiveLog::rotateByRename,
                    ROTATE_EVERY_SECONDS));
            observer = opened.own(new Observer(machines.hub(), folder));
            for (String name : collectorNames) {
                addCollector(name);
            }
            for (String name : agentNames) {
                addAgent(name);
            }
            world = new ProcessWorld(machines, observer, collectors, agents, counts);
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    private String addresses(String port, boolean withNames) {
        return collectorNames.stream()
                .map(name -> (withNames ? name + "=" : "") + address(name, port))
                .collect(Collectors.joining(","));
    }

    private String address(String name, String port) {
        return machines.get(name).address() + port;
    }

    private Path merged(String collector) {
        return folder.resolve(collector).resolve("out").resolve("merged.log");
    }

    private void addCollector(String name) throws IOException, InterruptedException {
        Path its = folder.resolve(name);
        SmallDisk disk = opened.own(SmallDisk.at(its.resolve("disk"), DISK_MIB));
        Path data = disk.folder().resolve("data");
        List<String> words = installed.command("collector", "--name", name, "--config", collectorSettings.toString());
        words.addAll(List.of("--bind", address(name, AGENTS_PORT), "--http", address(name, HTTP_PORT)));
        words.addAll(List.of("--data", data.toString(), "--out", merged(name).toString()));
        words.addAll(List.of("--expect", String.join(",", agentNames)));
        if (collectorNames.size() > 1) {
            words.addAll(List.of("--quorum", addresses(PEERS_PORT, true), "--peers", address(name, PEERS_PORT)));
            words.addAll(List.of("--advertise", address(name, AGENTS_PORT)));
        }
        var member = opened.own(new Member(machines.get(name), its, words));
        collectors.put(
                member,
                new ProcessWorld.Collector(member, address(name, HTTP_PORT), data, merged(name), Optional.of(disk)));
    }

    private void addAgent(String name) throws IOException {
        Path its = folder.resolve(name);
        List<String> words = installed.command("agent", "--name", name, "--config", settings.toString());
        words.addAll(List.of(
                "--to",
                addresses(AGENTS_PORT, false),
                "--state",
                its.resolve("state").toString()));
        int first = agents.size() * LOGS_PER_AGENT;
        for (LiveLog log : logs.logs().subList(first, first + LOGS_PER_AGENT)) {
            words.add(log.path().toString());
        }
        agents.add(opened.own(new Member(machines.get(name), its, words)));
    }

    ProcessWorld world() {
        return world;
    }

    Machines machines() {
        return machines;
    }

    Observer observer() {
        return observer;
    }

    List<ProcessWorld.Collector> collectors() {
        return List.copyOf(collectors.values());
    }

    List<String> agentNames() {
        return List.copyOf(agentNames);
    }

    /** Starts all, waits until they are ready and one collector leads, and has the logs grow. */
    void start() throws IOException, InterruptedException {
        for (Member collector : collectors.keySet()) {
            collector.start();
        }
        for (Member agent : agents) {
            agent.start();
        }
        for (Member member : members()) {
            member.process().awaitReady();
        }
        Awaitility.await("a leader")
                .atMost(LogbraidProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> world.leader().isPresent());
        logs.start();
    }

    private List<Member> members() {
        return Stream.concat(agents.stream(), collectors.keySet().stream()).toList();
    }

    /** Writes no more and waits until every collector has written all there is; answers with the number of lines. */
    long finish(Duration patience) throws Exception {
        machines.heal();
        logs.stop();
        Awaitility.await("all " + logs.bytes() + " bytes in every merged file")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    world.check();
                    return collectorNames.stream().allMatch(name -> size(merged(name)) >= logs.bytes());
                });
        return logs.lines();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /** SIGTERM for all, agents first: each has to end well. */
    void stop() throws IOException, InterruptedException {
        for (Member member : members()) {
            member.askToEnd();
            assertThat(member.process().exitStatus(Duration.ofSeconds(30)))
                    .as(() -> member + ":\n" + member.process().errors())
                    .isZero();
        }
    }

    /** No line lost, doubled, torn or out of its file's order, and the same bytes at every collector. */
    void assertMerged() throws IOException {
        List<ReferenceMerge.Source> sources = new ArrayList<>();
        for (LiveLog log : logs.logs()) {
            sources.add(log.source(agentNames.get(logs.logs().indexOf(log) / LOGS_PER_AGENT)));
        }
        Path first = merged(collectorNames.get(0));
        SourceLines.assertMerged(sources, first);
        String digest = Digests.sha256(first);
        for (String name : collectorNames) {
            assertThat(Digests.sha256(merged(name))).as(merged(name).toString()).isEqualTo(digest);
        }
        assertThat(size(first)).isEqualTo(logs.bytes());
    }

    /** What everybody said, for after a failure. */
    String said() {
        return members().stream()
                .map(member -> "--- " + member + " said:\n" + member.process().errors() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
