package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.output.OutputFolder;
import org.logbraid.collector.output.OutputHistory;
import org.logbraid.collector.output.OutputMismatchException;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.output.Snapshot;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.common.CloseStack;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads state and outputs from the newest sound snapshot, or begins with nothing; the replay of what follows is ordinary
 * applying. Refuses what could not lead to the same bytes at the same places.
 *
 * <p>Not thread-safe: used by the wiring at the start, and by the {@code collector-merge} thread after a full disk.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final Path data;
    private final Path outFolder;
    private final boolean cutsAhead;
    private final Journal journal;
    private final SnapshotStore snapshots;
    private final RoomNotices notices;
    private boolean told;

    /**
     * What is needed to start.
     *
     * @param data folder of journal and state
     * @param outFolder folder of the merged files
     * @param cutsAhead whether text may be ahead of the journal after a power cut ({@code acks: replicated})
     * @param notices where it is said that a disk is full
     */
    public Recovery(
            Disk disk,
            Path data,
            Path outFolder,
            boolean cutsAhead,
            Journal journal,
            SnapshotStore snapshots,
            RoomNotices notices) {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder;
        this.cutsAhead = cutsAhead;
        this.journal = journal;
        this.snapshots = snapshots;
        this.notices = notices;
    }

    RoomNotices notices() {
        return notices;
    }

    /** A state and what it writes to; closed together. */
    record Loaded(LogState state, OutputFolder outputs, JournalBlocks blocks, Closeable opened) {
        /** What a CHECK entry is noted for. */
        Check check(long index) {
            return new Check(index, state.digest(), outputs.wereMoved() ? List.of() : outputs.states());
        }
    }

    /**
     * Loads.
     *
     * @throws OutputMismatchException when a file is not what the snapshot says, or the journal does not reach far
     *     enough: the collector must not start
     */
    Loaded load(Consumer<Applied> listener) throws IOException {
        try (var opened = new CloseStack()) {
            OutputHistory history = opened.own(OutputHistory.open(disk, data));
            OutputFolder outputs = opened.own(new OutputFolder(disk, outFolder, history, cutsAhead, notices));
            JournalBlocks blocks = opened.own(new JournalBlocks(journal));
            Snapshot snapshot = snapshots.newest();
            requireEntries(snapshot);
            LogState state = snapshot == null
                    ? new LogState(outputs, blocks, listener)
                    : restored(snapshot, outputs, blocks, listener);
            return new Loaded(state, outputs, blocks, opened.release());
        }
    }

    private LogState restored(Snapshot snapshot, OutputFolder outputs, BlockSource blocks, Consumer<Applied> listener)
            throws IOException {
        outputs.resume(snapshot.outputs(), snapshot.historyBytes());
        try {
            LogState state = LogState.readFrom(ByteSource.of(snapshot.state()), outputs, blocks, listener);
            if (!told) { // a full disk makes it load each second
                told = true;
                LOG.info("going on from a snapshot: entry={} outputs={}", snapshot.index(), snapshot.outputs());
            }
            return state;
        } catch (MalformedException e) {
            throw new OutputMismatchException("the snapshot of entry " + snapshot.index()
                    + " cannot be understood by this version, start the one that wrote it: " + e.getMessage());
        }
    }

    private void requireEntries(@Nullable Snapshot snapshot) throws OutputMismatchException {
        long needed = snapshot == null ? 1 : snapshot.firstNeeded();
        if (journal.firstIndex() > needed) {
            throw new OutputMismatchException("the journal does not reach back to what "
                    + (snapshot == null ? "a start without a snapshot" : "the snapshot of entry " + snapshot.index())
                    + " needs: first=" + journal.firstIndex() + " needed=" + needed + " data=" + data
                    + "; put back what was taken from --data, or start with new --data and --out");
        }
        if (snapshot != null && journal.lastIndex() < snapshot.index()) {
            throw new OutputMismatchException("the journal ends before the snapshot: last=" + journal.lastIndex()
                    + " snapshot=" + snapshot.index() + " data=" + data
                    + "; put back what was taken from --data, or start with new --data and --out");
        }
    }
}
