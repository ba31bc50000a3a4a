package org.logbraid.collector.quorum;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.EntryHeader;

/**
 * The newest entries of a leader as they were appended, for the members they are sent to: read from memory, they cost neither a
 * copy nor a second checksum. Bounded: older ones are read from the journal.
 *
 * <p>Not thread-safe: lives on the {@code collector-quorum} thread.
 */
final class SendWindow {
    /** As much as is on its way to the members of a group that keeps up. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final Deque<Kept> entries = new ArrayDeque<>();
    private long bytes;

    /** An entry in memory. */
    record Kept(EntryHeader header, Proposal proposal) {}

    /** Keeps an entry that has just been appended; entries that were appended in other ways end the window. */
    void add(EntryHeader header, Proposal proposal) {
        if (!entries.isEmpty() && entries.getLast().header().index() + 1 != header.index()) {
            clear();
        }
        proposal.retain();
        bytes += proposal.length();
        entries.add(new Kept(header, proposal));
        while (bytes > MOST_BYTES) {
            dropFirst();
        }
    }

    /** Lets go of what all members have. */
    void heldByAll(long index) {
        while (!entries.isEmpty() && entries.getFirst().header().index() <= index) {
            dropFirst();
        }
    }

    /** Lets go of all. */
    void clear() {
        while (!entries.isEmpty()) {
            dropFirst();
        }
    }

    private void dropFirst() {
        Kept first = entries.removeFirst();
        bytes -= first.proposal().length();
        first.proposal().release();
    }

    /** Entries from an index on, in their order; null when that one is not kept. */
    @Nullable
    Iterable<Kept> from(long index) {
        if (entries.isEmpty()
                || index < entries.getFirst().header().index()
                || index > entries.getLast().header().index()) {
            return null;
        }
        long skipped = index - entries.getFirst().header().index();
        return () -> entries.stream().skip(skipped).iterator();
    }
}
