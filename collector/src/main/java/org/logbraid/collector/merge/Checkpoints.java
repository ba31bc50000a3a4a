package org.logbraid.collector.merge;

import java.io.IOException;
import org.logbraid.collector.output.Snapshot;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.common.frame.ByteSink;

/**
 * Knows when a snapshot is due, and takes it: every so many bytes of journal, and when a file was begun, ended or moved.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Checkpoints {
    private final SnapshotStore snapshots;
    private final long everyBytes;
    private long bytesSince;
    private long historyAt;
    private long indexAt;

    Checkpoints(SnapshotStore snapshots, long everyBytes) {
        this.snapshots = snapshots;
        this.everyBytes = everyBytes;
    }

    /** What is in memory stands where a snapshot stands. */
    void at(Recovery.Loaded on) {
        bytesSince = 0;
        historyAt = on.outputs().historyBytes();
        indexAt = on.state().appliedIndex();
    }

    void applied(int bytes) {
        bytesSince += bytes;
    }

    boolean isDue(Recovery.Loaded on) {
        return !on.outputs().isReplaying()
                && (bytesSince >= everyBytes || on.outputs().historyBytes() != historyAt);
    }

    /** Whether a stop should leave one. */
    boolean isWorthwhile(Recovery.Loaded on) {
        return !on.outputs().isReplaying() && on.state().appliedIndex() > indexAt;
    }

    /** Takes one; the outputs are forced already. */
    void take(Recovery.Loaded on) throws IOException {
        LogState state = on.state();
        var bytes = new ByteSink(64 * 1024);
        state.writeTo(bytes);
        snapshots.store(new Snapshot(
                state.appliedIndex(),
                state.logTime,
                state.firstNeededIndex(),
                on.outputs().historyBytes(),
                on.outputs().states(),
                bytes.toArray()));
        at(on);
    }
}
