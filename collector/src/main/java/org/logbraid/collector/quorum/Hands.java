package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.channel.Buffer;
import org.logbraid.common.channel.BufferPool;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.wire.InstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the core wants done.
 *
 * <p>Not thread-safe: lives on the {@code collector-quorum} thread.
 */
final class Hands implements CoreActions {
    private static final Logger log = LoggerFactory.getLogger(Hands.class);

    private final Journal journal;
    private final VoteStore votes;
    private final RecentEntries recent;
    private final BufferPool copies = new BufferPool(RecentEntries.DEFAULT_BYTES, PeerChannel.MAX_MESSAGE_BYTES);
    private final JournalRoom room;
    private final RandomGenerator random;
    private final Clock clock;
    private final @Nullable PeerLink link;
    private final Reach reach;
    private @Nullable QuorumCore core;
    private @Nullable EntryHeader appended;
    private boolean framesWait;
    private long releasedIndex;
    private boolean letsGo;

    Hands(
            Journal journal,
            VoteStore votes,
            RecentEntries recent,
            JournalRoom room,
            RandomGenerator random,
            Clock clock,
            @Nullable PeerLink link,
            Reach reach) {
        this.journal = journal;
        this.votes = votes;
        this.recent = recent;
        this.room = room;
        this.random = random;
        this.clock = clock;
        this.link = link;
        this.reach = reach;
    }

    /** The core whose hands these are, before anything is done. */
    void belongTo(QuorumCore of) {
        core = of;
    }

    private QuorumCore core() {
        return Objects.requireNonNull(core);
    }

    /** The entry that was appended last. */
    EntryHeader appended() {
        return Objects.requireNonNull(appended);
    }

    /** Whether frames wait that others have passed, so that others say nothing of room for frames. */
    void framesWait(boolean wait) {
        framesWait = wait;
    }

    /**
     * Lets entries below an index go.
     *
     * @param wantedFrom entries from here on are needed by other members, and kept within a bound
     */
    void release(long index, long wantedFrom) throws IOException {
        journal.wantedFrom(wantedFrom);
        journal.release(index);
        releasedIndex = index;
        boolean lets = journal.firstIndex() > wantedFrom;
        if (lets && !letsGo) {
            log.warn(
                    "the journal lets go of entries that another member needs, which will have to fetch a snapshot:"
                            + " first={} wanted={}; 'absence-size' says how much is kept for it",
                    journal.firstIndex(),
                    wantedFrom);
        }
        letsGo = lets;
    }

    @Override
    public long draw(long bound) {
        return random.nextLong(bound);
    }

    @Override
    public void store(VoteState state) throws IOException {
        votes.store(state);
    }

    @Override
    public boolean append(EntryHeader header, byte[] content, int offset, int length) throws IOException {
        try {
            journal.append(header, content, offset, length);
        } catch (JournalFullException e) {
            room.none(header.type(), e, releasedIndex, clock.monotonicNanos());
            return false;
        }
        appended = header;
        if (header.type() == EntryType.FRAME || !framesWait) {
            room.some(header.index());
        }
        return true;
    }

    @Override
    public void taken(EntryHeader header, byte[] content, int offset, int length) {
        byte[] array = copies.tryTake(length); // the message is only lent
        if (array != null) {
            System.arraycopy(content, offset, array, 0, length);
            var copy = new Proposal(header.type(), array, length, new Buffer(array, length, copies));
            if (!recent.offer(header, copy)) {
                copy.release();
            }
        }
    }

    @Override
    public void cutFrom(long index) throws IOException {
        journal.cutFrom(index);
        recent.cut();
        if (link != null) {
            link.window().clear();
        }
        log.info("entries that were never committed give way to those of another leader: from={}", index);
    }

    @Override
    public long termAt(long index) {
        return journal.termAt(index);
    }

    @Override
    public long newestAtOrBelow(long index, long term) {
        return journal.newestAtOrBelow(index, term);
    }

    @Override
    public long lastLogTimeNanos() {
        return journal.lastLogTimeNanos();
    }

    @Override
    public long cuts() {
        return journal.cuts();
    }

    @Override
    public void send(Entry.Member to, PeerMessage message) {
        if (link != null) {
            PeerMessage told =
                    message instanceof PeerMessage.Behind behind ? behind.from(reach.agents(), reach.http()) : message;
            link.send(to, core().sealed(to.incarnation(), reach.peers(), told));
        }
    }

    @Override
    public CoreActions.Sent sendEntries(Entry.Member to, PeerMessage.Append head, long upTo, int mostBytes)
            throws IOException {
        if (link == null) {
            return new CoreActions.Sent(head.previousIndex(), 0);
        }
        PeerMessage.Append whole = head.from(reach.agents(), reach.http());
        Envelope envelope = core().sealed(to.incarnation(), reach.peers(), whole);
        return link.sendEntries(to, envelope, whole, upTo, mostBytes, clock.monotonicNanos());
    }

    /** Tells all members but this one, whichever data folder they have. */
    void tell(GroupView group, PeerMessage message) {
        for (GroupView.MemberView member : group.members()) {
            if (!member.address().equals(reach.peers())) {
                send(new Entry.Member(member.name(), InstanceId.NONE, false, member.address()), message);
            }
        }
    }

    @Override
    public String address() {
        return link == null ? "" : reach.peers();
    }

    @Override
    public long firstIndex() {
        return journal.firstIndex();
    }
}
