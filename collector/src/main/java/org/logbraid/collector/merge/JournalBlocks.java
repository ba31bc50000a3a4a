package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
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
        this.entries = new CommittedEntries(journal);
    }

    @Override
    public void read(long index, FrameReader into) throws IOException, MalformedException {
        JournalReader from = entries.at(index);
        into.wrap(from.content(), 0, from.length());
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
