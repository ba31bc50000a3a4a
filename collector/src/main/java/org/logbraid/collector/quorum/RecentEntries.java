package org.logbraid.collector.quorum;

import static org.logbraid.common.Checks.requireRange;

import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.EntryHeader;

/**
 * The newest entries as they were appended, for whoever applies them: read from memory, they cost neither a copy nor a
 * second checksum. Bounded: what does not fit is left out, and is read from the journal. The journal stays the only place
 * where an entry is kept.
 *
 * <p>{@link #offer} belongs to the {@code collector-quorum} thread, {@link #take} to {@code collector-merge}.
 */
public final class RecentEntries {
    /** Enough for what waits for a sync while a backfill runs. */
    public static final long DEFAULT_BYTES = 16L * 1024 * 1024;

    private static final int MOST_ENTRIES = 1_024;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final SpscArrayQueue<Recent> entries = new SpscArrayQueue<>(MOST_ENTRIES);

    /** How often entries were taken back. */
    private volatile long cuts;

    /**
     * An entry that was appended, not necessarily committed.
     *
     * @param proposal lends the content until {@link #release}
     * @param cuts how often entries had been taken back before
     */
    public record Recent(EntryHeader header, Proposal proposal, AtomicLong bytes, long cuts) {
        /** Gives the content back. */
        public void release() {
            bytes.addAndGet(-proposal.length());
            proposal.release();
        }
    }

    /**
     * Holds nothing yet.
     *
     * @param maxBytes 0 to 1 GiB of contents; 0 holds nothing ever
     */
    public RecentEntries(long maxBytes) {
        requireRange("recent entries in bytes", maxBytes, 0, 1L << 30);
        this.maxBytes = maxBytes;
    }

    /**
     * Keeps an entry that has just been appended.
     *
     * @return false when there is no room: the proposal stays the caller's to release
     */
    boolean offer(EntryHeader header, Proposal proposal) {
        if (bytes.get() + proposal.length() > maxBytes) {
            return false;
        }
        bytes.addAndGet(proposal.length());
        if (entries.offer(new Recent(header, proposal, bytes, cuts))) {
            return true;
        }
        bytes.addAndGet(-proposal.length());
        return false;
    }

    /** Entries are taken back: whoever applies what is committed from here on must not get one of them. */
    void cut() {
        long before = cuts;
        cuts = before + 1;
    }

    /**
     * Takes an entry out; those before it are let go of, and those from before a {@link #cut}.
     *
     * @param index of a committed entry
     * @return null when it is not kept here; otherwise to be released
     */
    public @Nullable Recent take(long index) {
        for (Recent first = entries.peek(); first != null; first = entries.peek()) {
            boolean valid = first.cuts() == cuts;
            if (valid && first.header().index() > index) {
                return null;
            }
            entries.poll();
            if (valid && first.header().index() == index) {
                return first;
            }
            first.release();
        }
        return null;
    }
}
