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
    private final Path outFolder;
    private final Journal journal;
    private long entries;

    /**
     * What is checked.
     *
     * @param data a collector's data folder
     * @param outFolder folder of its merged files
     * @param journal the journal in the data folder, opened for reading only when the collector lives
     */
    public JournalVerifier(Disk disk, Path data, Path outFolder, Journal journal) {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder;
        this.journal = journal;
    }

    /** Checks what was committed when it was called; names the first difference. */
    public Verification verify() throws IOException {
        long last = journal.lastIndex();
        long committed = Math.min(journal.knownCommitIndex(), last);
        Snapshot snapshot = SnapshotStore.open(disk, data).oldest();
        List<String> notes = new ArrayList<>();
        Verification.Difference difference = checkEntries(last);
        var outputs = new ComparedOutputs(disk, data, outFolder);
        if (difference == null) {
            try {
                replay(snapshot, committed, outputs, notes);
            } catch (Differs e) {
                difference = new Verification.Difference(e.file(), e.at(), e.what());
            } finally {
                outputs.close();
            }
        }
        notes.addAll(outputs.notes());
        return new Verification(entries, outputs.comparedBytes(), notes, difference);
    }

    private Verification.@Nullable Difference checkEntries(long last) throws IOException {
        try (JournalReader reader = journal.openReader()) {
            for (long index = journal.firstIndex(); index <= last; index++) {
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

    private void replay(@Nullable Snapshot from, long committed, ComparedOutputs outputs, List<String> notes)
            throws IOException, Differs {
        if (from == null && journal.firstIndex() > 1) {
            notes.add("no snapshot is kept and the journal begins at entry " + journal.firstIndex()
                    + ": the merged files were not compared");
            return;
        }
        try (JournalReader blocks = journal.openReader();
                JournalReader reader = journal.openReader()) {
            BlockSource again = (index, into) -> {
                if (!blocks.read(index)) {
                    throw new IOException("an entry whose lines wait is not in the journal: index=" + index);
                }
                into.wrapStored(blocks.content(), 0, blocks.length());
            };
            LogState state;
            if (from == null) {
                state = new LogState(outputs, again, told -> {});
            } else {
                outputs.resume(from.outputs(), from.historyBytes());
                state = LogState.readFrom(ByteSource.of(from.state()), outputs, again, told -> {});
            }
            while (state.appliedIndex() < committed && reader.read(state.appliedIndex() + 1)) {
                state.apply(reader.header(), reader.content(), reader.length());
            }
        } catch (MalformedException e) {
            throw new Differs(data, -1, "the journal or a snapshot cannot be understood: " + e.getMessage());
        }
    }
}
