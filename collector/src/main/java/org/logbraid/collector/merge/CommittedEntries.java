package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.quorum.RecentEntries;

/**
 * Steps over entries that have to be in the journal: from memory where they are still there, else read with a reader that
 * is opened when it is first needed, on the thread that needs it. What is lent is valid until the next step.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class CommittedEntries implements Closeable {
    private final Journal journal;
    private final RecentEntries recent;
    private @Nullable JournalReader reader;
    private RecentEntries.@Nullable Recent inMemory;

    CommittedEntries(Journal journal, RecentEntries recent) {
        this.journal = journal;
        this.recent = recent;
    }

    /** Steps onto an entry; stays where it is when it stands on it. */
    void step(long index) throws IOException {
        if (inMemory != null && inMemory.header().index() == index) {
            return;
        }
        release();
        inMemory = recent.take(index);
        if (inMemory == null && !reader().read(index)) {
            throw new IOException("a committed entry is not in the journal: index=" + index);
        }
    }

    private JournalReader reader() throws IOException {
        JournalReader opened = reader;
        if (opened == null) {
            opened = journal.openReader();
            reader = opened;
        }
        return opened;
    }

    EntryHeader header() throws IOException {
        return inMemory == null ? reader().header() : inMemory.header();
    }

    /** The content lies here from place 0 on, {@link #length} long. */
    byte[] content() throws IOException {
        return inMemory == null ? reader().content() : inMemory.proposal().content();
    }

    int length() throws IOException {
        return inMemory == null ? reader().length() : inMemory.proposal().length();
    }

    /** Whether the content has been checked in this process, and has not left its memory since. */
    boolean isChecked() {
        return inMemory != null && inMemory.proposal().isChecked();
    }

    /** The entry stood on is done with. */
    void release() {
        if (inMemory != null) {
            inMemory.release();
            inMemory = null;
        }
    }

    /**
     * Lets go of the journal's file that was read in last, for while it is held its room is not given back when it is
     * deleted. Where need be it is opened again.
     */
    void rest() throws IOException {
        release();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() throws IOException {
        rest();
    }
}
