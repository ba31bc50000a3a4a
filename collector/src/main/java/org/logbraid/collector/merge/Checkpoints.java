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

    /** As above, where one more lets go of much of a full journal. */
    private static final long URGENT_RETRY_NANOS = 100_000_000L;

    private static final long MUCH_ENTRIES = 16;

    private final SnapshotStore snapshots;
    private final long everyBytes;
    private final BooleanSupplier journalFull;
    private final RoomNotices notices;
    private long bytesSince;
    private boolean entriesSince;
    private boolean asked;
    private long historyAt;
    private long indexAt;
    private long firstNeededAt;
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
        entriesSince = false;
        historyAt = on.outputs().historyBytes();
        indexAt = on.state().appliedIndex();
        firstNeededAt = on.state().firstNeededIndex();
    }

    void applied(int bytes) {
        bytesSince += bytes;
        entriesSince = true;
        asked = false;
    }

    /** One that found no room is due again after a second; the merge goes on meanwhile. */
    boolean isDue(Recovery.Loaded on, long now) {
        long tried = now - triedNanos;
        return (!postponed || tried >= RETRY_NANOS)
                && !on.outputs().isReplaying()
                && (bytesSince >= everyBytes
                        || on.outputs().historyBytes() != historyAt
                        || (journalFull.getAsBoolean() && isUrgent(on, tried)));
    }

    private boolean isUrgent(Recovery.Loaded on, long tried) {
        boolean much = letsGoOfMuch(on.state().firstNeededIndex());
        return isWorthwhile(on) && tried >= (much ? URGENT_RETRY_NANOS : RETRY_NANOS);
    }

    /** What the older of two snapshots needs stays: so one more does good, though the newer one needs little. */
    private boolean letsGoOfMuch(long firstNeeded) {
        return firstNeeded - snapshots.releasableIndex() >= MUCH_ENTRIES;
    }

    /**
     * Whether a full journal would be let go of by one more snapshot, and nothing has been applied for it to speak of: then any
     * entry helps. No longer so once one was {@link #askedForAnEntry asked for}, until it has been applied.
     */
    public boolean wantsAnEntry() {
        return !asked && !entriesSince && journalFull.getAsBoolean() && letsGoOfMuch(firstNeededAt);
    }

    /** One was proposed. */
    public void askedForAnEntry() {
        asked = true;
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
