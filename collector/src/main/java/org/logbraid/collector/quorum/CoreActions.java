package org.logbraid.collector.quorum;

import java.io.IOException;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.PeerMessage;

/** What the core wants done, and what it asks of the log. Carried out at once, in the order of the calls. */
public interface CoreActions {
    /** Chance: a number from 0 to below a bound. */
    long draw(long bound);

    /** Makes this durable before it returns. */
    void store(VoteState state) throws IOException;

    /** Adds an entry to the journal; false when there is no room for it: nothing was written. */
    boolean append(EntryHeader header, byte[] content, int offset, int length) throws IOException;

    /** Takes back the entries from an index on. */
    void cutFrom(long index) throws IOException;

    /** An entry that came from a leader has been appended: it is worth keeping for whoever applies it. */
    void taken(EntryHeader header, byte[] content, int offset, int length);

    /** As the journal answers. */
    long termAt(long index);

    /** As the journal answers. */
    long newestAtOrBelow(long index, long term);

    /** As the journal answers. */
    long lastLogTimeNanos();

    /** As the journal answers. */
    long cuts();

    /** Sends a message, or loses it. */
    void send(Entry.Member to, PeerMessage message);

    /**
     * Sends entries behind {@code head.previousIndex()}, or loses them.
     *
     * @param upTo last entry that may be sent; below the first one nothing but the head is sent
     * @param mostBytes of contents, though one entry is always sent
     */
    Sent sendEntries(Entry.Member to, PeerMessage.Append head, long upTo, int mostBytes) throws IOException;

    /** The collectors' port of this collector as others reach it, empty when it has none. */
    String address();

    /** Oldest entry that the journal keeps. */
    long firstIndex();

    /**
     * What was sent.
     *
     * @param lastIndex last entry of it; {@code head.previousIndex()} when there was none
     */
    record Sent(long lastIndex, long bytes) {}
}
