package org.logbraid.system.process;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Processes that are killed at any moment and started again, while files grow and are rotated. {@code -Dkills=100} kills
 * more often than a build has time for.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("kills", 10);

    @RegisterExtension
    final Cluster cluster = new Cluster();

    @Test
    @DisplayName("G4, G5, G6, G14, G15, T1: kill -9 of agent and collector loses, doubles, tears and moves nothing")
    void survivesKills() throws Exception {
        try (var logs = new LiveLogs(cluster.folder(), 4, 5_000, LiveLog::rotateByRename, 5)) {
            var firstPaths = List.of(logs.path(0), logs.path(1));
            var secondPaths = List.of(logs.path(2), logs.path(3));
            var collector = cluster.collector("--expect", "2");
            var first = cluster.agent("first", firstPaths).awaitReady();
            cluster.agent("second", secondPaths).awaitReady();

            logs.start();
            for (int i = 0; i < KILLS; i++) {
                awaitProgress();
                first.kill();
                first = cluster.agent("first", firstPaths).awaitReady();
                awaitProgress();
                collector.kill();
                collector = cluster.collector("--expect", "2");
            }
            awaitProgress();
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            Live.assertMerged(cluster, logs, LiveIT.sources(logs));
        }
    }

    /** Something more stands in the merged file, so that the next kill hits everybody at work. */
    private void awaitProgress() throws Exception {
        long before = Files.exists(cluster.merged()) ? Files.size(cluster.merged()) : 0;
        cluster.awaitMerged(before + 1_000_000);
    }
}
