package org.logbraid.collector.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.BlockSource;
import org.logbraid.collector.merge.LogState;
import org.logbraid.collector.output.ComparedOutputs;
import org.logbraid.collector.output.ComparedOutputs.Differs;
import org.logbraid.collector.output.Snapshot;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * Replays the journal from the oldest kept snapshot on and compares what the merge lets out with the merged files. Every
 * entry's checksum and place is checked on the way, also of those that no snapshot needs any more.
 *
 * <p>Not thread-safe.
 */
public final class JournalVerifier {
    private final Disk disk;
    private final Path data;
    private final ComparedOutputs outputs;
    private long entries;

    /**
     * What is checked. To be made before the journal of a living collector is copied: what stands in the merged files now
     * has to be in the journal then.
     *
     * @param data a collector's data folder
     * @param outFolder folder of its merged files
     */
    public JournalVerifier(Disk disk, Path data, Path outFolder) throws IOException {
        this.disk = disk;
        this.data = data;
        this.outputs = new ComparedOutputs(disk, data, outFolder);
        outputs.noteLengths();
    }

    /**
     * Checks everything up to the last commit that the journal knows of; names the first difference.
     *
     * @param journal the journal in the data folder, or a copy of it when the collector lives
     */
    public Verification verify(Journal journal) throws IOException {
        List<String> notes = new ArrayList<>();
        Verification.Difference difference = checkEntries(journal);
        if (difference == null) {
            try {
                replay(journal, notes);
            } catch (Differs e) {
                difference = new Verification.Difference(e.file(), e.at(), e.what());
            } finally {
                outputs.close();
            }
        }
        notes.addAll(outputs.notes());
        return new Verification(entries, outputs.comparedBytes(), notes, difference);
    }

    private Verification.@Nullable Difference checkEntries(Journal journal) {
        try (JournalReader reader = journal.openReader()) {
            for (long index = journal.firstIndex(); index <= journal.lastIndex(); index++) {
                if (!reader.read(index) || reader.header().index() != index) {
                    return new Verification.Difference(data, -1, "entry " + index + " is not in the journal");
                }
                entries++;
            }
            return null;
        } catch (IOException e) {
            return new Verification.Difference(data, -1, String.valueOf(e.getMessage()));
        }
    }

    private void replay(Journal journal, List<String> notes) throws IOException {
        SnapshotStore snapshots = SnapshotStore.open(disk, data);
        Snapshot from = snapshots.oldest();
        Snapshot newest = snapshots.newest();
        if (from == null && journal.firstIndex() > 1) {
            notes.add("no snapshot is kept and the journal begins at entry " + journal.firstIndex()
                    + ": the merged files were not compared");
            return;
        }
        try (JournalReader blocks = journal.openReader();
                JournalReader reader = journal.openReader()) {
            LogState state = begin(from, blocks);
            if (newest != null && newest.index() <= journal.lastIndex()) {
                apply(state, reader, newest.index()); // what a snapshot speaks of was committed
                outputs.requireWritten();
            }
            apply(state, reader, journal.knownCommitIndex());
            outputs.countOnly();
            apply(state, reader, journal.lastIndex());
            outputs.requireNothingBehind();
        } catch (MalformedException e) {
            throw new Differs(data, -1, "the journal or a snapshot cannot be understood: " + e.getMessage());
        }
    }

    private LogState begin(@Nullable Snapshot from, JournalReader blocks) throws IOException, MalformedException {
        BlockSource again = (index, into) -> {
            if (!blocks.read(index)) {
                throw new IOException("an entry whose lines wait is not in the journal: index=" + index);
            }
            into.wrapStored(blocks.content(), 0, blocks.length());
        };
        if (from == null) {
            return new LogState(outputs, again, told -> {});
        }
        outputs.resume(from.outputs(), from.historyBytes());
        return LogState.readFrom(ByteSource.of(from.state()), outputs, again, told -> {});
    }

    private static void apply(LogState state, JournalReader reader, long to) throws IOException, MalformedException {
        while (state.appliedIndex() < to && reader.read(state.appliedIndex() + 1)) {
            state.apply(reader.header(), reader.content(), reader.length(), false);
        }
    }
}
