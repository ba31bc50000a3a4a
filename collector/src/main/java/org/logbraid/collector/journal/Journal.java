package org.logbraid.collector.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * The replicated log of one collector, on disk. Any {@link IOException} means that nothing more can be trusted to be
 * stored: whoever gets one ends the process and never tries a failed sync again.
 *
 * <p>{@link #append}, {@link #cutFrom}, {@link #termAt} and {@link #release} belong to the {@code collector-quorum} thread; {@link #sync}
 * to {@code journal-sync}, while appends go on; {@link #openReader} and the two indices are safe for all.
 */
public interface Journal extends Closeable {
    /**
     * Adds an entry. It is readable at once, and durable after a {@link #sync} that begins later.
     *
     * @param header its index is {@link #lastIndex} + 1
     * @throws JournalFullException when there is no room left for it; nothing was written
     */
    void append(EntryHeader header, byte[] content, int offset, int length) throws IOException;

    /** Index of the oldest entry that is kept; {@link #lastIndex} + 1 when there is none. */
    long firstIndex();

    /** Index of the newest entry, 0 in an empty journal. */
    long lastIndex();

    /** Term of the newest entry, 0 in an empty journal. */
    long lastTerm();

    /** Log time of the newest entry, {@link Long#MIN_VALUE} in an empty journal. */
    long lastLogTimeNanos();

    /** Term of an entry, as {@link Terms#of} answers; belongs to the thread that appends. */
    long termAt(long index);

    /** The newest entry that a log with a term at an index can have in common with this, see {@link Terms#newestAtOrBelow}. */
    long newestAtOrBelow(long index, long term);

    /** How often entries were taken back since this journal was opened; counted after {@link #lastIndex} has gone back. */
    long cuts();

    /** The greatest commit index that any kept entry names. */
    long knownCommitIndex();

    /** Bytes of contents appended so far, since this journal was opened. */
    long appendedBytes();

    /**
     * Makes everything durable that was appended before the call.
     *
     * @return the last index covered
     */
    long sync() throws IOException;

    /** Takes back all entries from an index on: they were never committed. Later ones take their indices. */
    void cutFrom(long index) throws IOException;

    /**
     * Lets an empty journal begin with an entry other than the first: what stands before it is known from elsewhere.
     *
     * @throws IllegalStateException when it is not empty
     */
    void beginAt(long index);

    /** Allows entries below an index to be deleted, as far as retention wants it. */
    void release(long firstNeededIndex) throws IOException;

    /**
     * Entries from an index on are needed by other members of the group: they are kept as long as the bound for that allows.
     * Belongs to the thread that releases.
     */
    default void wantedFrom(long index) {
        // whoever keeps everything need not know
    }

    /** A reader of its own for one thread. */
    JournalReader openReader() throws IOException;
}
