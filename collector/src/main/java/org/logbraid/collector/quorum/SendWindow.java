package org.logbraid.collector.quorum;

import java.util.TreeMap;
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

    private final TreeMap<Long, Kept> entries = new TreeMap<>();
    private long bytes;

    /** An entry in memory. */
    record Kept(EntryHeader header, Proposal proposal) {}

    /** Keeps an entry that has just been appended; entries that were appended in other ways end the window. */
    void add(EntryHeader header, Proposal proposal) {
        if (!entries.isEmpty() && entries.lastKey() + 1 != header.index()) {
            clear();
        }
        proposal.retain();
        bytes += proposal.length();
        entries.put(header.index(), new Kept(header, proposal));
        while (bytes > MOST_BYTES) {
            dropFirst();
        }
    }

    /** Lets go of what all members have. */
    void heldByAll(long index) {
        while (!entries.isEmpty() && entries.firstKey() <= index) {
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
        Kept first = entries.pollFirstEntry().getValue();
        bytes -= first.proposal().length();
        first.proposal().release();
    }

    /** The entry at an index; null when it is not kept. */
    @Nullable
    Kept at(long index) {
        return entries.get(index);
    }
}
