package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Reads the blocks of waiting lines from the journal again, with a reader that is opened by the first who needs it.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class JournalBlocks implements BlockSource, Closeable {
    private final Journal journal;
    private @Nullable JournalReader reader;

    JournalBlocks(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void read(long index, FrameReader into) throws IOException, MalformedException {
        JournalReader from = reader;
        if (from == null) {
            from = journal.openReader();
            reader = from;
        }
        if (!from.read(index)) {
            throw new IOException("an entry whose lines wait is not in the journal: index=" + index);
        }
        into.wrap(from.content(), 0, from.length());
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
