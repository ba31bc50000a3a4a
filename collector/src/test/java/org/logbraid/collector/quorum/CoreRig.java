package org.logbraid.collector.quorum;

import java.util.ArrayList;
import java.util.List;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Terms;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.wire.InstanceId;

/** Carries out what a core wants done, in memory, and notes it. */
final class CoreRig implements CoreActions {
    static final long WALL = 1_700_000_000_000_000_000L;

    /** A message that was sent. */
    record Message(Entry.Member to, PeerMessage message) {}

    final List<EntryHeader> appended = new ArrayList<>();
    final List<VoteState> stored = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    boolean full;

    /** There is no room for more entries than this. */
    int room = Integer.MAX_VALUE;

    private final Terms terms = new Terms();
    private long lastIndex;
    private long lastLogTime = Long.MIN_VALUE;
    private long cuts;

    /** The data folder of a collector in these tests. */
    static InstanceId incarnation(String name) {
        return new InstanceId(name.hashCode(), 1);
    }

    /** The log has entries already, all of one term. */
    void holds(long last, long term, long logTime) {
        for (long index = 1; index <= last; index++) {
            terms.appended(index, term);
        }
        lastIndex = last;
        lastLogTime = last == 0 ? Long.MIN_VALUE : logTime;
    }

    @Override
    public long draw(long bound) {
        return bound / 2;
    }

    @Override
    public void store(VoteState state) {
        stored.add(state);
    }

    @Override
    public boolean append(EntryHeader header, byte[] content, int offset, int length) {
        if (full || appended.size() >= room) {
            return false;
        }
        appended.add(header);
        terms.appended(header.index(), header.term());
        lastIndex = header.index();
        lastLogTime = header.logTimeNanos();
        return true;
    }

    @Override
    public void taken(EntryHeader header, byte[] content, int offset, int length) {
        // nobody applies it
    }

    @Override
    public void cutFrom(long index) {
        terms.cutFrom(index);
        appended.removeIf(header -> header.index() >= index);
        lastIndex = index - 1;
        cuts++;
    }

    @Override
    public long termAt(long index) {
        return terms.of(index);
    }

    @Override
    public long newestAtOrBelow(long index, long term) {
        return terms.newestAtOrBelow(index, term);
    }

    @Override
    public long lastLogTimeNanos() {
        return lastLogTime;
    }

    @Override
    public long cuts() {
        return cuts;
    }

    @Override
    public void send(Entry.Member to, PeerMessage message) {
        messages.add(new Message(to, message));
    }

    @Override
    public CoreActions.Sent sendEntries(Entry.Member to, PeerMessage.Append head, long upTo, int mostBytes) {
        messages.add(new Message(to, head));
        return new CoreActions.Sent(Math.max(head.previousIndex(), Math.min(upTo, lastIndex)), 0);
    }

    @Override
    public String address() {
        return "a:1";
    }

    @Override
    public long firstIndex() {
        return 1;
    }
}
