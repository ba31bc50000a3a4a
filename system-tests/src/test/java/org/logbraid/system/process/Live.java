package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is asked of a merged file of logs that grew while they were read. Stateless. */
final class Live {
    private static final Duration STAMP_LAG = Duration.ofMillis(20);

    private Live() {}

    /**
     * The merged file is what the input files alone say. Order is promised to servers that write a line within
     * {@code stamp-lag} of its stamp: where this machine kept the test's own writer from it, no line may be lost, doubled or
     * torn, and none may stand farther off than the writer was slow.
     */
    static void assertMerged(Cluster cluster, LiveLogs logs) throws Exception {
        assertMerged(cluster, logs, LiveAgents.sources(logs));
    }

    /** As the other one, for logs that are not followed by {@link LiveAgents}. */
    static void assertMerged(Cluster cluster, LiveLogs logs, List<ReferenceMerge.Source> sources) throws Exception {
        Path merged = MergedFile.joined(cluster.mergedParts());
        long displaced = cluster.statusNumber("late") + cluster.statusNumber("raised");
        if (displaced == 0) {
            MergedFile.assertIsMergeOf(sources, merged);
            return;
        }
        System.out.printf("%d lines were late or raised, the writer was slow by %s%n", displaced, logs.slowest());
        assertThat(logs.slowest())
                .as(displaced + " lines were late or raised, though all were written in time")
                .isGreaterThan(STAMP_LAG);
        MergedFile.assertHoldsAllOf(sources, List.of(merged));
        MergedFile.assertDisorderWithin(logs.slowest(), merged);
    }
}
