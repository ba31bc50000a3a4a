package org.logbraid.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is asked of a merged file of logs that grew while they were read. Stateless. */
final class Live {
    private static final long STAMP_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Live() {}

    /**
     * The merged file is what the input files alone say. Order is promised to servers that write a line within
     * {@code stamp-lag} of its stamp: where this machine kept the test's own writer from it, nothing may be lost, doubled or
     * torn, and only as many lines may stand elsewhere as the collector has counted.
     */
    static void assertMerged(Cluster cluster, LiveLogs logs, List<ReferenceMerge.Source> sources) throws Exception {
        long displaced = cluster.statusNumber("late") + cluster.statusNumber("raised");
        if (displaced == 0) {
            MergedFile.assertIsMergeOf(sources, cluster.merged());
        } else {
            System.out.println(displaced + " lines were late or raised");
            assertThat(logs.wroteWithin(STAMP_LAG_NANOS))
                    .as(displaced + " lines were late or raised, though all were written in time")
                    .isFalse();
            MergedFile.assertHoldsAllOf(sources, List.of(cluster.merged()));
        }
    }
}
