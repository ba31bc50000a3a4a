package org.logbraid.collector.quorum;

import java.io.IOException;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.frame.MalformedException;

/**
 * The own log as the core sees it: where it ends, how far the disk has it, and how far it is committed. The entries
 * themselves are only in the journal.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class LogEnd {
    private final CoreActions actions;
    private final Votes votes;
    private long lastIndex;
    private long lastTerm;
    private long durableIndex;
    private long durableSince;
    private long commitIndex;

    LogEnd(QuorumCore.Log found, Votes votes, CoreActions actions) {
        this.actions = actions;
        this.votes = votes;
        this.lastIndex = found.lastIndex();
        this.lastTerm = found.lastTerm();
        this.commitIndex = found.commitIndex();
    }

    long lastIndex() {
        return lastIndex;
    }

    long lastTerm() {
        return lastTerm;
    }

    long durableIndex() {
        return durableIndex;
    }

    long commitIndex() {
        return commitIndex;
    }

    /** Whether a log that ends so has everything that this one may have to show. */
    boolean isMatchedBy(long otherLastIndex, long otherLastTerm) {
        return otherLastTerm > lastTerm || (otherLastTerm == lastTerm && otherLastIndex >= lastIndex);
    }

    /**
     * Adds an entry; the list of members in it counts from here on, committed or not.
     *
     * @return false when there is no room for it
     */
    boolean append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
        boolean changesMembers = header.type() == EntryType.MEMBERS;
        if (changesMembers) {
            votes.members(list(content, offset, length), header.index());
        }
        if (!actions.append(header, content, offset, length)) {
            if (changesMembers) {
                votes.withoutNewest();
            }
            return false;
        }
        lastIndex = header.index();
        lastTerm = header.term();
        return true;
    }

    private static Entry.Members list(byte[] content, int offset, int length) throws IOException {
        try {
            return (Entry.Members) Entry.decode(EntryType.MEMBERS, content, offset, length);
        } catch (MalformedException e) {
            throw new IOException("a list of members that cannot be read: " + e.getMessage(), e);
        }
    }

    /** Takes back entries that another leader has others for. What is committed stays, whatever anybody says. */
    void cutFrom(long index) throws IOException {
        if (index <= commitIndex) {
            throw new IllegalStateException("entry " + index + " is committed and was to be taken back: commit index "
                    + commitIndex + ", term " + votes.term());
        }
        actions.cutFrom(index);
        lastIndex = index - 1;
        lastTerm = actions.termAt(lastIndex);
        durableIndex = Math.min(durableIndex, lastIndex);
        if (votes.listIndex() >= index) {
            votes.withoutNewest();
        }
    }

    /** The disk has entries; answers whether that is news. */
    boolean durable(Durable durable, long monotonicNanos) {
        long known = Math.min(durable.index(), lastIndex);
        if (durableIndex == lastIndex) {
            durableSince = monotonicNanos; // nothing is owed
        }
        if (durable.cuts() != actions.cuts() || known <= durableIndex) {
            return false;
        }
        durableIndex = known;
        durableSince = monotonicNanos;
        return true;
    }

    /** How long entries have waited for the disk without any progress. */
    long stuckNanos(long monotonicNanos) {
        return durableIndex >= lastIndex ? 0 : monotonicNanos - durableSince;
    }

    /** Rule 3: commit never goes back. */
    boolean commit(long index) {
        if (index <= commitIndex) {
            return false;
        }
        if (index > lastIndex) {
            throw new IllegalStateException("entry " + index + " was to be committed, the log ends at " + lastIndex);
        }
        commitIndex = index;
        return true;
    }
}
