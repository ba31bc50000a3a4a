package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGUSR1 at a collector: the merged file ends, the next one goes on. */
class RotationIT {
    @RegisterExtension
    final Cluster cluster = new Cluster();

    private static String lines(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(
                    "10.0.0.1 - - [17/May/2015:10:%02d:%02d +0000] \"GET /%d\" 200 1\n".formatted(i / 60, i % 60, i));
        }
        return text.toString();
    }

    private void rotate(LogbraidProcess collector, int times) throws Exception {
        collector.signal("USR1");
        collector.awaitError("that the file has ended", times, line -> line.contains("the outputs' files have ended"));
    }

    /** Hands over all of a file and waits until it is written. */
    private void hand(Path source, long bytes) throws Exception {
        var agent = cluster.agent("a", List.of(source), "--once", "--wait", "written");
        assertThat(agent.exitStatus()).as(agent::errors).isZero();
        cluster.awaitMerged(bytes);
    }

    @Test
    @DisplayName(
            "G3, G6: SIGUSR1 leaves the old lines under the entry's index and goes on in a new file; never an empty one")
    void renamesTheMergedFileAndGoesOn() throws Exception {
        // given
        var collector = cluster.collector();
        Path source = cluster.folder().resolve("a.log");
        String old = lines(0, 500);
        Files.writeString(source, old, ISO_8859_1);
        hand(source, old.length());

        // when
        rotate(collector, 1);

        // then
        assertThat(cluster.endedParts()).singleElement().satisfies(path -> {
            assertThat(path.getFileName().toString()).matches("merged\\.log\\.\\d{12}");
            assertThat(path).hasContent(old);
        });

        // when nothing has been written since
        rotate(collector, 2);

        // then
        assertThat(cluster.endedParts()).hasSize(1);
        assertThat(cluster.merged())
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyFile());

        // when
        String fresh = lines(500, 800);
        Files.writeString(source, fresh, ISO_8859_1, StandardOpenOption.APPEND);
        hand(source, fresh.length());

        // then
        assertThat(cluster.merged()).hasContent(fresh);
        assertThat(cluster.endedParts())
                .singleElement()
                .satisfies(path -> assertThat(path).hasContent(old));

        // when
        rotate(collector, 3);

        // then
        assertThat(cluster.endedParts()).hasSize(2);
        assertThat(collector.terminate()).as(collector::errors).isZero();
        var verify = cluster.run(
                "verify",
                cluster.folder().toString(),
                "--journal",
                cluster.data().toString());
        assertThat(verify.exitStatus()).as(verify::output).isZero();
    }
}
