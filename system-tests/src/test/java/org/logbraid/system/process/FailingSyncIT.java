package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk that fails at a sync, as {@code strace} makes it fail: what was written before cannot be trusted any more. */
class FailingSyncIT {
    @RegisterExtension
    final Cluster cluster = new Cluster();

    /** Words of a tracer that has one sync of each thread fail. */
    private List<String> failing(int which, String... more) {
        List<String> words = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qq"));
        words.addAll(List.of("-o", cluster.folder().resolve("trace").toString(), "-e", "signal=none"));
        words.addAll(List.of("-e", "trace=fsync,fdatasync,msync"));
        words.addAll(List.of("-e", "inject=fsync,fdatasync,msync:error=EIO:when=" + which));
        words.addAll(List.of(more));
        return words;
    }

    @Test
    @DisplayName("G4, G5, G6, G15, T1: a sync of the journal that fails ends the collector; the next one loses nothing")
    void endsWhenTheJournalCannotBeSynced() throws Exception {
        run(
                failing(200),
                "the journal cannot be synced (Input/output error): folder="
                        + cluster.data().resolve("journal"),
                "journal-sync");
    }

    @Test
    @DisplayName("G4, G5, G6, T1: a sync of the merged file that fails ends the collector; the next one loses nothing")
    void endsWhenTheMergedFileCannotBeSynced() throws Exception {
        run(
                failing(3, "-P", cluster.merged().toString()),
                "Input/output error: path=" + cluster.merged(),
                "output-sync");
    }

    private void run(List<String> tracer, String sentence, String thread) throws Exception {
        var failing = cluster.collector(tracer, "--expect", "2");
        try (var logs = new LiveLogs(cluster.folder(), 4, 5_000, LiveLog::rotateByRename, 5)) {
            var agents = LiveAgents.start(cluster, logs).awaitReady();

            logs.start();
            assertThat(failing.exitStatus()).as(failing::errors).isEqualTo(1);
            assertThat(failing.errors())
                    .contains("the collector cannot go on: " + sentence)
                    .contains("(thread " + thread + ")")
                    .contains("what was acknowledged is safe; mend the cause and start it again");

            var next = cluster.collector("--expect", "2");
            cluster.awaitMerged(logs.bytes());
            logs.stop();
            cluster.awaitMerged(logs.bytes());

            Live.assertMerged(cluster, logs);
            agents.terminate();
            assertThat(next.terminate()).as(next::errors).isZero();
        }
    }
}
