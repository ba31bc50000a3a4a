package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disks that fill up under a running collector, and are freed again. {@code -Dfull.seconds=60} leaves them full for longer. */
class FullDiskIT {
    /** What the defaults of the journal need at most. */
    private static final int DISK_MIB = 256;

    private static final Duration FULL = Duration.ofSeconds(Long.getLong("full.seconds", 2));
    private static final int THROUGH_MIB = 1_000;
    private static final int LINES_OF_A_MIB = 4_000;

    private static final long FIRST_BYTES = 2_000_000;

    @RegisterExtension
    @Order(1)
    final SmallDisk disk = new SmallDisk(DISK_MIB);

    @RegisterExtension
    @Order(2)
    final Cluster cluster = new Cluster();

    @Test
    @DisplayName("G4, G5, G6, T1: without room for the journal agents wait; it is said once, and then all goes on")
    void waitsForRoomForTheJournal() throws Exception {
        cluster.dataIn(disk.folder());

        fillAndFree(
                "the disk is full, agents wait until there is room for the journal",
                "there is room for the journal again");
    }

    @Test
    @DisplayName(
            "G4, G5, G6, T1: without room for the merged file the journal keeps all lines; it is said once, and then"
                    + " all is written")
    void waitsForRoomForTheMergedFile() throws Exception {
        cluster.mergedIn(disk.folder());

        fillAndFree(
                "disk is full, waiting for room; the journal keeps every line until it can be written: folder="
                        + disk.folder(),
                "disk has room again, going on: folder=" + disk.folder());
    }

    @Test
    @DisplayName("the defaults of the journal need 256 MiB of room, however much goes through it")
    void goesOnForEverOnASmallDisk() throws Exception {
        // given
        cluster.dataIn(disk.folder());
        Path settings = Files.writeString(cluster.folder().resolve("agent.yaml"), "compress: none\n");
        List<LiveLog> logs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            logs.add(new LiveLog(cluster.folder().resolve("access-" + i + ".log"), i));
        }
        for (int i = 0; i < THROUGH_MIB; i++) { // in turns, for lines that wait for others are needed
            for (LiveLog log : logs) {
                log.write(LINES_OF_A_MIB / logs.size());
            }
        }
        for (LiveLog log : logs) {
            log.close();
        }
        List<Path> paths = logs.stream().map(LiveLog::path).toList();

        // when
        var collector = cluster.collector();
        var agent = cluster.agent("a", paths, "--config", settings.toString(), "--once", "--wait", "written");

        // then
        assertThat(agent.exitStatus())
                .as(() -> agent.errors() + collector.errors())
                .isZero();
        assertThat(cluster.merged())
                .hasSize(logs.stream().mapToLong(LiveLog::bytes).sum());
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    private void fillAndFree(String full, String room) throws Exception {
        var collector = cluster.collector("--expect", "2");
        try (var logs = new LiveLogs(cluster.folder(), 4, 5_000, LiveLog::rotateByRename, 5)) {
            var agents = LiveAgents.start(cluster, logs).awaitReady();
            logs.start();
            for (int times = 1; times <= 2; times++) {
                awaitMore();
                disk.fill(0);
                collector.awaitError("that it is full", times, line -> line.contains(full));
                awaitStandstill();
                assertThat(collector.isAlive()).isTrue();
                disk.free();
                collector.awaitError("that there is room", times, line -> line.contains(room));
            }
            awaitMore();
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            assertThat(collector.errors().lines().filter(line -> line.contains(full)))
                    .hasSize(2);
            assertThat(collector.errors().lines().filter(line -> line.contains(room)))
                    .hasSize(2);
            assertMerged(logs);
            agents.terminate();
            assertThat(collector.terminate()).as(collector::errors).isZero();
        }
    }

    private long mergedBytes() throws Exception {
        return Files.exists(cluster.merged()) ? Files.size(cluster.merged()) : 0;
    }

    private void awaitMore() throws Exception {
        cluster.awaitMerged(mergedBytes() + FIRST_BYTES);
    }

    /** Nothing comes any more, for as long as somebody would need who frees the disk. */
    private void awaitStandstill() {
        Awaitility.await("a standstill")
                .atMost(LogbraidProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .during(FULL)
                .until(new SizeUnchanged());
    }

    /** Whether the merged file is as long as it was at the look before. */
    private final class SizeUnchanged implements Callable<Boolean> {
        private long before = -1;

        @Override
        public Boolean call() throws Exception {
            long now = mergedBytes();
            boolean unchanged = now == before;
            before = now;
            return unchanged;
        }
    }

    /** The reference is written beside the merged file, for which the small disk is too small. */
    private void assertMerged(LiveLogs logs) throws Exception {
        Path merged = cluster.merged();
        cluster.mergedIn(cluster.folder());
        if (!cluster.merged().equals(merged)) {
            Files.copy(merged, cluster.merged());
        }
        Live.assertMerged(cluster, logs);
    }
}
