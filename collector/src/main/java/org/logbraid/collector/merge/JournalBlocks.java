package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.quorum.RecentEntries;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Reads the blocks of waiting lines from the journal again.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class JournalBlocks implements BlockSource, Closeable {
    private final CommittedEntries entries;

    JournalBlocks(Journal journal) {
        this.entries = new CommittedEntries(journal, new RecentEntries(0));
    }

    @Override
    public void read(long index, FrameReader into) throws IOException, MalformedException {
        entries.step(index);
        into.wrapStored(entries.content(), 0, entries.length());
    }

    /** Lets go of the journal's file that was read in last. */
    void rest() throws IOException {
        entries.rest();
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
