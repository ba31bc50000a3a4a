package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logbraid.common.Failpoint;

/**
 * Processes that end in the middle of each of the {@link Failpoint}s, while files grow and are rotated, inputs and outputs.
 * {@code -Dfailpoints=10} hits each of them more often than a build has time for.
 */
class FailpointIT {
    private static final int TIMES = Integer.getInteger("failpoints", 1);
    private static final Set<Failpoint> OF_AGENTS = EnumSet.of(Failpoint.OPEN, Failpoint.SEND, Failpoint.STATE);

    /** How often a point may be passed before the process ends at it: about what it passes within two seconds. */
    private static final Map<Failpoint, Integer> MOST_PASSED = new EnumMap<>(Map.of(
            Failpoint.OPEN, 8,
            Failpoint.SEND, 60,
            Failpoint.STATE, 4,
            Failpoint.APPEND, 90,
            Failpoint.SYNC, 40,
            Failpoint.ROLL, 8,
            Failpoint.APPLY, 150,
            Failpoint.WRITE, 40,
            Failpoint.SNAPSHOT, 12,
            Failpoint.ROTATE, 6));

    @RegisterExtension
    final Cluster cluster = new Cluster();

    private Random random = new Random(0);

    private Killed collector() throws Exception {
        Path settings = Files.writeString(
                cluster.folder().resolve("collector.yaml"), "expect: 2\nsnapshot-every: 1MiB\ncycle-size: 4MiB\n");
        return Killed.collector(cluster, "--config", settings.toString());
    }

    /** Has the next process of this kind end at the point, and starts one that goes on. */
    private void hit(Failpoint point, Killed victim) throws Exception {
        int passing = 1 + random.nextInt(MOST_PASSED.getOrDefault(point, 1));
        victim.kill();
        cluster.haltNext(point, passing);
        victim.start();
        LogbraidProcess ends = victim.process();
        if (point == Failpoint.ROTATE) {
            rotateUntilItEnds(ends);
        }
        assertThat(ends.exitStatus()).as(ends::errors).isEqualTo(Failpoint.STATUS);
        assertThat(ends.errors()).contains("failpoint " + point.word() + ", passed " + passing + " times");
        victim.start();
        victim.process().awaitReady();
    }

    private static void rotateUntilItEnds(LogbraidProcess collector) throws Exception {
        collector.awaitReadyOrEnd(); // before that the signal would end it
        Awaitility.await("end of the collector")
                .atMost(LogbraidProcess.PATIENCE)
                .until(() -> !collector.trySignal("USR1") || !collector.isAlive());
    }

    static IntStream rounds() {
        return IntStream.rangeClosed(1, TIMES);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    @DisplayName("G3, G4, G5, G6, G14, G15, T1: an end at any point loses, doubles, tears and moves nothing")
    void survivesAnEndAtEachPoint(int round) throws Exception {
        random = new Random(round);
        try (var logs = new LiveLogs(cluster.folder(), 4, 2_500, LiveLog::rotateByRename, 2)) {
            var collector = collector();
            var agents = LiveAgents.start(cluster, logs).awaitReady();

            logs.start();
            for (Failpoint point : Failpoint.values()) {
                hit(point, OF_AGENTS.contains(point) ? agents.first() : collector);
            }
            logs.stop();
            Awaitility.await("all merged").atMost(LogbraidProcess.PATIENCE).until(() -> length() >= logs.bytes());

            Live.assertMerged(cluster, logs);
        }
    }

    private long length() throws Exception {
        long sum = 0;
        for (Path part : cluster.mergedParts()) {
            sum += Files.size(part);
        }
        return sum;
    }
}
