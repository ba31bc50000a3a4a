package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.output.Snapshot;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.frame.ByteSink;

/**
 * Knows when a snapshot is due, and takes it: every so many bytes of journal, when a file was begun, ended or moved, and
 * when the journal's disk is full, for it is snapshots that let go of the journal.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
public final class Checkpoints {
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final SnapshotStore snapshots;
    private final long everyBytes;
    private final BooleanSupplier journalFull;
    private final RoomNotices notices;
    private long bytesSince;
    private long historyAt;
    private long indexAt;
    private boolean postponed;
    private long triedNanos;

    /**
     * Before anything is loaded.
     *
     * @param everyBytes content applied between two snapshots
     * @param journalFull whether the journal waits for room
     * @param notices where it is said that there is no room for a snapshot
     */
    public Checkpoints(SnapshotStore snapshots, long everyBytes, BooleanSupplier journalFull, RoomNotices notices) {
        this.snapshots = snapshots;
        this.everyBytes = everyBytes;
        this.journalFull = journalFull;
        this.notices = notices;
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

    /** One that found no room is due again after a second; the merge goes on meanwhile. */
    boolean isDue(Recovery.Loaded on, long now) {
        boolean rested = now - triedNanos >= RETRY_NANOS;
        return (!postponed || rested)
                && !on.outputs().isReplaying()
                && (bytesSince >= everyBytes
                        || on.outputs().historyBytes() != historyAt
                        || (rested && journalFull.getAsBoolean() && isWorthwhile(on)));
    }

    /** Whether a stop should leave one. */
    boolean isWorthwhile(Recovery.Loaded on) {
        return !on.outputs().isReplaying() && on.state().appliedIndex() > indexAt;
    }

    /** Takes one, or leaves it for later when the disk is full; the outputs are forced already. */
    void take(Recovery.Loaded on, long now) throws IOException {
        triedNanos = now;
        try {
            store(on);
        } catch (DiskFullException e) {
            postponed = true;
            notices.full(snapshots.folder(), "the journal is kept until a snapshot can be written");
            return;
        }
        postponed = false;
        notices.room(snapshots.folder());
        at(on);
    }

    private void store(Recovery.Loaded on) throws IOException {
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
    }
}
