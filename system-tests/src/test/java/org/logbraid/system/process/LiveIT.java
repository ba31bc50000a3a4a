package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.logbraid.system.process.LiveLogs.Rotation;

/**
 * Files that grow by 5,000 lines a second each and are rotated every 5 s. {@code -Dlive.seconds=60} runs longer than a
 * build has time for, {@code -Dlive.behind=2} is stricter about how far behind the merged file may be, in seconds.
 */
class LiveIT {
    private static final int SECONDS = Integer.getInteger("live.seconds", 15);
    private static final Duration MOST_BEHIND = Duration.ofSeconds(Long.getLong("live.behind", 20));
    private static final int LINES_PER_SECOND = 5_000;

    @RegisterExtension
    final Cluster cluster = new Cluster();

    private void run(Rotation rotation) throws Exception {
        var collector = cluster.collector("--expect", "2");
        try (var logs = new LiveLogs(cluster.folder(), 4, LINES_PER_SECOND, rotation, 5)) {
            var agents = LiveAgents.start(cluster, logs).awaitReady();

            logs.start();
            Duration mostBehind = watch();
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            System.out.printf("%,d lines, at most %d ms behind%n", logs.lines(), mostBehind.toMillis());
            assertThat(mostBehind).isLessThanOrEqualTo(MOST_BEHIND);
            Live.assertMerged(cluster, logs);
            agents.terminate();
            assertThat(collector.terminate()).as(collector::errors).isZero();
            assertThat(cluster.merged()).hasSize(logs.bytes());
        }
    }

    /** Looks once a second. */
    private Duration watch() {
        List<Duration> seen = new ArrayList<>();
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(SECONDS * 2L + 30))
                .until(() -> {
                    seen.add(MergedFile.behind(cluster.merged(), Instant.now()));
                    return seen.size() >= SECONDS;
                });
        return seen.stream().max(Duration::compareTo).orElseThrow();
    }

    @Test
    @DisplayName("G4, G5, G6, G7, T1, T6: growing files, rotated by rename, come out whole, in order and soon")
    void followsFilesThatAreRenamed() throws Exception {
        run(LiveLog::rotateByRename);
    }

    @Test
    @DisplayName(
            "G4, G5, G6, G7, T1, T6: growing files, rotated by copy and truncate, come out whole, in order and soon")
    void followsFilesThatAreCopiedAndTruncated() throws Exception {
        run(LiveLog::rotateByCopy);
    }
}
