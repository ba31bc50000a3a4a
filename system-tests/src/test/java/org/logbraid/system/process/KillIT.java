package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that are killed at times drawn uniformly, in starts too, and started again: while files grow and are rotated,
 * and while complete files are read. {@code -Dkills=50} kills each of the two more often than a build has time for.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final int KILLS_IN_BACKFILLS = KILLS / 2;
    private static final int KILLS_IN_A_BACKFILL = 2;
    private static final long BACKFILL_BYTES_PER_KILL = 160_000_000;
    private static final Duration LIVE_MOST = Duration.ofSeconds(4);
    private static final Duration BACKFILL_MOST = Duration.ofSeconds(2);

    @RegisterExtension
    final Cluster cluster = new Cluster();

    /** Kills each of them so often, in an order by chance; the next kill may meet what is just starting. */
    private KillReport kill(LiveLogs logs, int times, Duration most, Random random, Killed agent, Killed collector)
            throws Exception {
        List<Killed> due = new ArrayList<>(Collections.nCopies(times, agent));
        due.addAll(Collections.nCopies(times, collector));
        Collections.shuffle(due, random);
        var report = new KillReport(cluster, logs, collector);
        for (Killed victim : due) {
            long moment = System.nanoTime() + random.nextLong(most.toNanos());
            while (System.nanoTime() < moment) {
                LockSupport.parkNanos(moment - System.nanoTime());
            }
            assertThat(victim.process().isAlive())
                    .as(() -> "it ended by itself:\n" + victim.process().errors())
                    .isTrue();
            report.kill(victim);
            victim.kill();
            victim.start();
        }
        return report;
    }

    @Test
    @DisplayName("G4, G5, G6, G14, G15, T1: kill -9 in a live run loses, doubles, tears and moves nothing")
    void survivesKillsInALiveRun() throws Exception {
        try (var logs = new LiveLogs(cluster.folder(), 4, 5_000, LiveLog::rotateByRename, 5)) {
            var collector = Killed.collector(cluster, "--expect", "2");
            var agents = LiveAgents.start(cluster, logs).awaitReady();

            logs.start();
            kill(logs, KILLS - KILLS_IN_BACKFILLS, LIVE_MOST, new Random(KILLS), agents.first(), collector);
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            Live.assertMerged(cluster, logs);
        }
    }

    static IntStream backfills() {
        return IntStream.range(0, (KILLS_IN_BACKFILLS + KILLS_IN_A_BACKFILL - 1) / KILLS_IN_A_BACKFILL);
    }

    @ParameterizedTest
    @MethodSource("backfills")
    @DisplayName("G4, G5, G6, G14, G15, T1: kill -9 in a backfill loses, doubles, tears and moves nothing")
    void survivesKillsInABackfill(int backfill) throws Exception {
        int times = Math.min(KILLS_IN_A_BACKFILL, KILLS_IN_BACKFILLS - backfill * KILLS_IN_A_BACKFILL);
        try (var logs = new LiveLogs(cluster.folder(), 4, 0, LiveLogs.Rotation.NEVER, 1)) {
            logs.fill(2L * times * BACKFILL_BYTES_PER_KILL / logs.logs().size());
            var collector = Killed.collector(cluster, "--expect", "2");
            var agents = LiveAgents.start(cluster, logs);
            cluster.awaitMerged(1);

            var report = kill(logs, times, BACKFILL_MOST, new Random(backfill), agents.first(), collector);
            cluster.awaitMerged(logs.bytes());

            assertThat(report.killsWithMoreThan(1_000_000)).isGreaterThanOrEqualTo(times);
            MergedFile.assertIsMergeOf(LiveAgents.sources(logs), cluster.merged());
        }
    }
}
