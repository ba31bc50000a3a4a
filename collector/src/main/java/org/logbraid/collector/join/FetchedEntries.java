package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage.Item;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * Entries of the group that are being fetched into an empty journal.
 *
 * <p>Not thread-safe: belongs to its {@link JoinCycle}.
 */
final class FetchedEntries implements Closeable {
    private final Journal journal;
    private final FetchedLists lists = new FetchedLists();
    private final long last;
    private long next;
    private boolean whole;

    FetchedEntries(Journal journal, JoinOffer offer) {
        this.journal = journal;
        this.last = offer.index();
        this.next = offer.firstEntry();
        journal.beginAt(next);
        Entry.Members before = offer.members();
        if (before != null) {
            lists.add(offer.membersIndex(), before);
        }
    }

    /** The first one that is not there yet. */
    long next() {
        return next;
    }

    /** Lists of members up to the last one. */
    FetchedLists lists() {
        return lists;
    }

    /** Takes those that come next; whether all are there, and durable. */
    boolean take(Told told) throws IOException, MalformedException {
        var from = new ByteSource();
        from.wrap(told.array(), told.offset(), told.length());
        for (Item item : PeerCodec.items(from, next)) {
            journal.append(item.header(), told.array(), item.offset(), item.length());
            if (item.header().type() == EntryType.MEMBERS) {
                lists.add(next, (Entry.Members)
                        Entry.decode(EntryType.MEMBERS, told.array(), item.offset(), item.length()));
            }
            next++;
        }
        if (next > last && !whole) {
            journal.sync();
            journal.close();
            whole = true;
        }
        return whole;
    }

    @Override
    public void close() throws IOException {
        if (!whole) {
            journal.close();
        }
    }
}
