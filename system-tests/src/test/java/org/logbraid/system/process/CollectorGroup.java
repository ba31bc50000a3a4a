package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Several collectors of one group on the loopback address, each with folders of its own below that of the test. */
final class CollectorGroup {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One of them. */
    static final class Member {
        final String name;
        final String agents;
        final String peers;
        final String http;
        final Path folder;
        private @Nullable LogbraidProcess process;

        Member(String name, Path folder) throws IOException {
            this.name = name;
            this.folder = folder;
            this.agents = Cluster.unusedAddress();
            this.peers = Cluster.unusedAddress();
            this.http = Cluster.unusedAddress();
        }

        LogbraidProcess process() {
            return Objects.requireNonNull(process);
        }

        Path data() {
            return folder.resolve("data");
        }

        Path out() {
            return folder.resolve("out");
        }

        Path merged() {
            return out().resolve("merged.log");
        }
    }

    private final Cluster cluster;
    private final CollectorStatus status = new CollectorStatus();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Path settings;

    /** Nobody is started yet. */
    CollectorGroup(Cluster cluster, String settingsText, String... names) throws IOException {
        this.cluster = cluster;
        this.settings = cluster.folder().resolve("collectors.yaml");
        Files.writeString(settings, settingsText);
        for (String name : names) {
            members.put(
                    name,
                    new Member(name, Files.createDirectories(cluster.folder().resolve(name))));
        }
    }

    Member member(String name) {
        return Objects.requireNonNull(members.get(name));
    }

    /** All agents' ports, as agents are given them. */
    String agents() {
        return members.values().stream().map(member -> member.agents).collect(Collectors.joining(","));
    }

    /** The group, in which one has another one's place. */
    private String quorum(List<String> names, String one, String place) {
        return names.stream()
                .map(name -> name + "=" + member(name.equals(one) ? place : name).peers)
                .collect(Collectors.joining(","));
    }

    /** Starts all, as one group, and waits until each is ready. */
    void start() throws Exception {
        for (String name : members.keySet()) {
            begin(name, List.copyOf(members.keySet()));
        }
        for (Member member : members.values()) {
            member.process().awaitReady();
        }
    }

    /** Starts one, as a member of a group of these, and waits for nothing. */
    void begin(String name, List<String> group) throws IOException {
        begin(name, name, group);
    }

    /** Starts one that is to go on without the others, as a member of the whole group. */
    void recover(String name) throws Exception {
        begin(name, name, List.copyOf(members.keySet()), "--recover");
        member(name).process().awaitReady();
    }

    private void begin(String name, String place, List<String> group, String... more) throws IOException {
        Member member = member(place);
        Files.createDirectories(member.out());
        List<String> words = new ArrayList<>(List.of("collector", "--name", name, "--config", settings.toString()));
        words.addAll(List.of("--bind", member.agents, "--http", member.http, "--peers", member.peers));
        if (group.size() > 1) {
            words.addAll(List.of("--quorum", quorum(group, name, place)));
        }
        words.addAll(List.of(
                "--data", member.data().toString(), "--out", member.merged().toString()));
        words.addAll(List.of(more));
        member.process = cluster.run(words.toArray(new String[0]));
    }

    /** Starts one under the name of another one, whose place it is to take. */
    void startUnder(String name, String place, List<String> group) throws Exception {
        begin(name, place, group);
        member(place).process().awaitReady();
    }

    /** Starts one again, as a member of the whole group. */
    void startAgain(String name) throws Exception {
        begin(name, List.copyOf(members.keySet()));
        member(name).process().awaitReady();
    }

    String status(String name) throws IOException, InterruptedException {
        return status.of(member(name).http);
    }

    /** Hands over files with an agent that ends when they stand in the merged file. */
    void send(String agent, Path file) throws Exception {
        var process = cluster.run(
                "agent",
                "--name",
                agent,
                "--to",
                agents(),
                "--state",
                cluster.state(agent).toString(),
                "--once",
                "--wait",
                "written",
                file.toString());
        assertThat(process.exitStatus()).as(process.errors()).isZero();
    }

    /** Has all files end, and waits until that of the one who is asked has. */
    void rotate(String name) throws Exception {
        Member member = member(name);
        member.process().signal("USR1");
        Awaitility.await("a file of " + name + " that has ended")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try (var files = Files.list(member.out())) {
                        return files.anyMatch(file -> file.toString().matches(".*\\.\\d{12}"));
                    }
                });
    }

    /** Waits until a condition on somebody's status holds. */
    void await(String name, String what, Predicate<String> wanted) {
        Awaitility.await(what + " at " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(IOException.class)
                .until(() -> wanted.test(status(name)));
    }

    /** Waits until all of these vote and have applied the same entry, and nothing is on its way. */
    void awaitTogether(String... names) {
        Awaitility.await("all together: " + List.of(names))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(IOException.class)
                .until(() -> {
                    long index = -1;
                    for (String name : names) {
                        String now = status(name);
                        long applied = CollectorStatus.number(now, "appliedIndex");
                        boolean settled = applied == CollectorStatus.number(now, "commitIndex")
                                && applied == CollectorStatus.number(now, "lastIndex")
                                && !now.contains("\"voting\":false")
                                && !now.contains("\"leader\":null");
                        if (!settled || (index >= 0 && applied != index)) {
                            return false;
                        }
                        index = applied;
                    }
                    return true;
                });
    }

    /** Checks that the merged files of these have the same bytes. */
    void assertSameFiles(String first, String... others) throws IOException {
        for (String other : others) {
            assertThat(Files.mismatch(member(first).merged(), member(other).merged()))
                    .as("first difference between the files of %s and %s", first, other)
                    .isEqualTo(-1);
        }
    }
}
