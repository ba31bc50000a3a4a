package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;

/**
 * Entries that have to be in the journal, read with a reader that is opened by the first who needs it, on its thread.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class CommittedEntries implements Closeable {
    private final Journal journal;
    private @Nullable JournalReader reader;

    CommittedEntries(Journal journal) {
        this.journal = journal;
    }

    /**
     * Steps onto an entry.
     *
     * @return what lends it until the next call
     */
    JournalReader at(long index) throws IOException {
        JournalReader from = reader;
        if (from == null) {
            from = journal.openReader();
            reader = from;
        }
        if (!from.read(index)) {
            throw new IOException("a committed entry is not in the journal: index=" + index);
        }
        return from;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
