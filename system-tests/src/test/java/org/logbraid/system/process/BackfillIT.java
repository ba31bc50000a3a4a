package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.logbraid.system.process.ReferenceMerge.Source;

/** Files that are complete at the start, each with an agent of its own that reads it once. */
class BackfillIT {
    private static final int FILES = 4;

    @RegisterExtension
    final Cluster cluster = new Cluster();

    /** A real log, dealt out line by line. */
    private List<List<String>> dealt() throws IOException {
        List<List<String>> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(new ArrayList<>());
        }
        try (InputStream log = BackfillIT.class.getResourceAsStream("/semicomplete-access.log")) {
            String text = new String(Objects.requireNonNull(log).readAllBytes(), ISO_8859_1);
            int number = 0;
            for (String line : text.split("\n")) {
                files.get(number++ % FILES).add(line);
            }
        }
        return files;
    }

    private List<Source> write(List<List<String>> files) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path path = cluster.folder().resolve("access-" + i + ".log");
            Files.writeString(path, String.join("\n", files.get(i)) + "\n", ISO_8859_1);
            sources.add(Source.of("agent-" + i, path));
        }
        return sources;
    }

    private void runOnce(List<Source> sources, String order) throws Exception {
        var collector = cluster.collector("--order", order, "--expect", Integer.toString(FILES));
        List<LogbraidProcess> agents = new ArrayList<>();
        for (Source source : sources) {
            agents.add(cluster.agent(source.agent(), List.of(source.path()), "--once"));
        }
        for (var agent : agents) {
            assertThat(agent.exitStatus()).as(agent::errors).isZero();
        }
        long bytes = 0;
        for (Source source : sources) {
            bytes += Files.size(source.path());
        }
        cluster.awaitMerged(bytes);
        assertThat(collector.terminate()).as(collector::errors).isZero();
    }

    @Test
    @DisplayName("T1, G3, G4, G5: four agents' lines stand in the order of their times, as the input files alone say")
    void mergesARealLogByTime() throws Exception {
        var sources = write(dealt());

        runOnce(sources, "time");

        MergedFile.assertIsMergeOf(sources, cluster.merged());
    }

    @Test
    @DisplayName("C1, C2, G7: in channel order every line stands once, those of a file in their order")
    void mergesARealLogAsCommitted() throws Exception {
        var sources = write(dealt());

        runOnce(sources, "channel");

        MergedFile.assertHoldsAllOf(sources, List.of(cluster.merged()));
    }

    @Test
    @DisplayName("G1, G5: identical lines in a row and a file that is a copy of another all come out")
    void keepsLinesThatLookTheSame() throws Exception {
        var files = dealt();
        String line = files.get(1).get(700);
        for (int i = 0; i < 1_000; i++) {
            files.get(1).add(700, line);
        }
        files.set(3, files.get(2));
        var sources = write(files);

        runOnce(sources, "time");

        MergedFile.assertIsMergeOf(sources, cluster.merged());
    }
}
