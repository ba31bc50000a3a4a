package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.logbraid.system.process.LiveLogs.Rotation;

/** Agents that are taken for another, and agents that do not come back. */
class NamesIT {
    /** A source that is open and behind nobody holds the others with its mark (T2). */
    private static final Pattern HOLDING =
            Pattern.compile("\"agent\"\\s*:\\s*\"leaving\"[^}]*\"open\"\\s*:\\s*true[^}]*\"behind\"\\s*:\\s*false");

    @RegisterExtension
    final Cluster cluster = new Cluster();

    /** The first agent reads on, unharmed, while the second one is refused. */
    private void assertRefused(Path secondState, boolean cloned) throws Exception {
        cluster.collector();
        try (var logs = new LiveLogs(cluster.folder(), 2, 1_000, Rotation.NEVER, 60)) {
            var paths = List.of(logs.path(0), logs.path(1));
            var first = cluster.agent("first", paths).awaitReady();
            logs.start();
            cluster.awaitMerged(100_000);
            if (cloned) {
                copy(cluster.state("first"), secondState);
            }

            var second = cluster.agent("first", secondState, paths);

            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.errors())
                    .contains("first")
                    .doesNotContain("\tat ")
                    .doesNotStartWith("ready");
            assertThat(first.isAlive()).isTrue();
            cluster.awaitMerged(Files.size(cluster.merged()) + 100_000);
            logs.stop();
            cluster.awaitMerged(logs.bytes());
            Live.assertMerged(
                    cluster,
                    logs,
                    logs.logs().stream().map(log -> log.source("first")).toList());
            if (!secondState.equals(cluster.state("first"))) {
                assertThat(second.errors()).as("names the holder").containsPattern("127\\.0\\.0\\.1:\\d+");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    @Test
    @DisplayName("G16: a second living agent of the same name is refused and told who holds it")
    void refusesASecondAgentOfTheSameName() throws Exception {
        assertRefused(cluster.folder().resolve("other-state"), false);
    }

    @Test
    @DisplayName("G16: an agent with a copy of another's state folder is refused while that one lives")
    void refusesAClonedStateFolder() throws Exception {
        assertRefused(cluster.folder().resolve("cloned-state"), true);
    }

    @Test
    @DisplayName("G16: a second agent on the same state folder is refused")
    void refusesASecondAgentOnTheSameFolder() throws Exception {
        assertRefused(cluster.state("first"), false);
    }

    @Test
    @DisplayName(
            "T4: an agent that is stopped for good holds the others for evict-after at most, and not once forgotten")
    void anAgentThatIsGoneHoldsNobodyForLong() throws Exception {
        cluster.collector("--expect", "2");
        try (var logs = new LiveLogs(cluster.folder(), 2, 500, Rotation.NEVER, 60)) {
            var staying = List.of(logs.path(0));
            var leaving = List.of(logs.path(1));
            cluster.agent("staying", staying).awaitReady();
            var gone = cluster.agent("leaving", leaving).awaitReady();
            logs.start();
            cluster.awaitMerged(100_000);

            // stopped for good, and forgotten
            assertThat(gone.terminate()).as(gone::errors).isZero();
            var forget = cluster.run("forget", "leaving", "--http", cluster.httpPort());
            assertThat(forget.exitStatus()).as(forget::errors).isZero();
            cluster.awaitMerged(Files.size(cluster.merged()) + 200_000, Duration.ofSeconds(10));

            // back, then killed
            gone = cluster.agent("leaving", leaving).awaitReady();
            Awaitility.await("the others wait for it again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> HOLDING.matcher(cluster.status()).find());
            gone.kill();
            assertThat(longestBehind(Instant.now())).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(35));

            logs.stop();
        }
    }

    /** Until the merged file is up to date again, some time behind an instant. */
    private Duration longestBehind(Instant since) {
        List<Duration> seen = new ArrayList<>();
        Awaitility.await("the others' lines")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    var now = Instant.now();
                    var behind = MergedFile.behind(cluster.merged(), now);
                    seen.add(behind);
                    return behind.toSeconds() < 3
                            && Duration.between(since, now).toSeconds() > 10;
                });
        return Collections.max(seen);
    }
}
