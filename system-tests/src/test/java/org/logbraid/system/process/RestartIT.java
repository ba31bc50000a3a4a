package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.logbraid.system.process.LiveLogs.Rotation;
import org.logbraid.system.process.ReferenceMerge.Source;

/** Folders that are lost, and processes that are started again with less, or with other settings, than before. */
class RestartIT {
    @RegisterExtension
    final Cluster cluster = new Cluster();

    private Path grow(String name, int from, int to) throws IOException {
        Path path = cluster.folder().resolve(name);
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("10.0.0.1 - - [17/May/2015:10:%02d:%02d +0000] \"GET /%s/%d\" 200 1\n"
                    .formatted(i / 60 % 60, i % 60, name, i));
        }
        Files.writeString(path, text, ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return path;
    }

    private void runOnce(String name, Path path, String... more) throws Exception {
        var agent = cluster.agent(
                name,
                List.of(path),
                Stream.concat(Stream.of("--once"), Stream.of(more)).toArray(String[]::new));
        assertThat(agent.exitStatus()).as(agent::errors).isZero();
    }

    @Test
    @DisplayName("G14: an agent whose state folder is deleted between two runs asks the log, and doubles no line")
    void goesOnWithoutItsStateFolder() throws Exception {
        // given
        cluster.collector();
        Path path = grow("a.log", 0, 3_000);
        runOnce("a", path);
        cluster.awaitMerged(Files.size(path));
        Folders.delete(cluster.state("a"));

        // when
        grow("a.log", 3_000, 6_000);
        runOnce("a", path);

        // then
        cluster.awaitMerged(Files.size(path));
        MergedFile.assertIsMergeOf(List.of(Source.of("a", path)), cluster.merged());
        assertThat(cluster.statusNumber("late")).isZero();
    }

    @Test
    @DisplayName("G14: files begun at their end are not sent from their start when the state folder is lost")
    void keepsWhereItBegan() throws Exception {
        // given
        cluster.collector();
        Path path = grow("a.log", 0, 1_000);
        long begun = Files.size(path);
        var agent = cluster.agent("a", List.of(path), "--from", "end").awaitReady();
        grow("a.log", 1_000, 2_000);
        cluster.awaitMerged(Files.size(path) - begun);
        agent.kill();
        Folders.delete(cluster.state("a"));

        // when
        grow("a.log", 2_000, 3_000);
        cluster.agent("a", List.of(path), "--from", "end").awaitReady();

        // then
        cluster.awaitMerged(Files.size(path) - begun);
        byte[] all = Files.readAllBytes(path);
        assertThat(Files.readAllBytes(cluster.merged())).isEqualTo(Arrays.copyOfRange(all, (int) begun, all.length));
    }

    @Test
    @DisplayName("G4, G5, T1: the collector is restarted while agents run; nothing is lost, doubled or late")
    void agentsOutliveTheCollector() throws Exception {
        var collector = cluster.collector("--expect", "2");
        try (var logs = new LiveLogs(cluster.folder(), 4, 1_000, Rotation.NEVER, 60)) {
            LiveAgents.start(cluster, logs).awaitReady();
            logs.start();
            for (int i = 0; i < 2; i++) {
                long before = Files.exists(cluster.merged()) ? Files.size(cluster.merged()) : 0;
                cluster.awaitMerged(before + 300_000);
                assertThat(collector.terminate()).as(collector::errors).isZero();
                collector = cluster.collector("--expect", "2");
            }
            cluster.awaitMerged(Files.size(cluster.merged()) + 300_000);
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            Live.assertMerged(cluster, logs);
        }
    }

    @Test
    @DisplayName("G3, T1, C1: another --order at a restart ends the file in the old order and begins one in the new")
    void changesTheOrderAtARestart() throws Exception {
        // given
        var collector = cluster.collector("--order", "channel");
        Path path = grow("a.log", 0, 2_000);
        Path other = grow("b.log", 0, 2_000);
        var first = cluster.agent("a", List.of(path)).awaitReady();
        cluster.agent("b", List.of(other)).awaitReady();
        long before = Files.size(path) + Files.size(other);
        cluster.awaitMerged(before);
        assertThat(collector.terminate()).as(collector::errors).isZero();

        // when
        cluster.collector("--order", "time");
        List<Path> ended = ended();
        grow("a.log", 2_000, 3_000);
        grow("b.log", 2_000, 3_000);
        cluster.awaitMerged(Files.size(path) + Files.size(other) - before);

        // then
        assertThat(ended).hasSize(1);
        assertThat(ended.get(0)).hasSize(before);
        List<Path> all = new ArrayList<>(ended);
        all.add(cluster.merged());
        MergedFile.assertHoldsAllOf(List.of(Source.of("a", path), Source.of("b", other)), all);
        assertThat(first.isAlive()).isTrue();
    }

    /** {@code merged.log.INDEX}, once it is there. */
    private List<Path> ended() {
        return Awaitility.await("a file that has ended")
                .until(() -> named("merged\\.log\\.\\d{12}"), paths -> !paths.isEmpty());
    }

    private List<Path> named(String pattern) throws IOException {
        try (Stream<Path> all = Files.list(cluster.folder())) {
            return all.filter(path -> path.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName(
            "G14: a collector whose data folder is lost puts the old file aside, and everything readable comes again")
    void beginsANewLogWithoutItsDataFolder() throws Exception {
        // given
        var collector = cluster.collector();
        Path path = grow("a.log", 0, 2_000);
        var agent = cluster.agent("a", List.of(path)).awaitReady();
        cluster.awaitMerged(Files.size(path));
        byte[] old = Files.readAllBytes(cluster.merged());
        assertThat(collector.terminate()).as(collector::errors).isZero();
        Folders.delete(cluster.data());

        // when
        grow("a.log", 2_000, 3_000);
        var again = cluster.collector();
        cluster.awaitMerged(Files.size(path));

        // then
        MergedFile.assertIsMergeOf(List.of(Source.of("a", path)), cluster.merged());
        List<Path> aside = named("merged\\.log\\.before-[0-9a-f]{8}");
        assertThat(aside).hasSize(1);
        assertThat(Files.readAllBytes(aside.get(0))).isEqualTo(old);
        assertThat(again.errors()).contains(aside.get(0).getFileName().toString());
        assertThat(agent.isAlive()).isTrue();
    }
}
