package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;

/**
 * Agrees on the order: Raft, as a state machine without thread, clock, chance, socket or disk. Events come in as calls,
 * with readings of the clocks; what is to be done goes out through {@link Actions}, how far all is committed stands in {@link #view}. The
 * journal is the log: entries are never kept here.
 *
 * <p>A group of one runs the same code as many: it votes for itself, begins its term with a TERM entry, and counts the
 * members whose disks have an entry until they are a majority.
 *
 * <p>Not thread-safe: belongs to the {@code collector-quorum} thread.
 */
public final class QuorumCore {
    /** What the core wants done. Carried out in the order of the calls, before the next event. */
    public interface Actions {
        /** Make this durable; {@link #voteStored} answers it. */
        void store(VoteState state) throws IOException;

        /** Add an entry to the journal; false when there is no room for it: nothing was written. */
        boolean append(EntryHeader header, byte[] content, int length) throws IOException;
    }

    /** What became of a proposal. */
    public enum Proposed {
        /** It is an entry, not yet committed. */
        APPENDED,
        /** The journal has no room: nothing was taken, the same proposal may work later. */
        NO_ROOM,
        /** This collector does not lead, or has not begun its term yet: nothing was taken. */
        NOT_LEADING
    }

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    /**
     * What the log holds when the core begins.
     *
     * @param lastIndex newest entry, 0 for none
     * @param lastTerm its term
     * @param lastLogTimeNanos its log time
     * @param commitIndex known to be committed
     */
    public record Log(long lastIndex, long lastTerm, long lastLogTimeNanos, long commitIndex) {}

    private final Entry.Member self;
    private final Entry.Members first;
    private final Acks acks;
    private final Actions actions;
    private final LogTime logTime;
    private VoteState state;
    private Role role = Role.FOLLOWER;
    private String leader = "";
    private long lastIndex;
    private long lastTerm;
    private long durableIndex;
    private long commitIndex;
    private long termIndex; // of the own TERM entry, 0 before it is appended

    /**
     * Makes the core of one member.
     *
     * @param name this collector's name
     * @param first the list that an empty log begins with, this collector in it
     * @param stored what was stored last; its list of members is one that the log really holds
     */
    public QuorumCore(String name, Entry.Members first, VoteState stored, Log log, Acks acks, Actions actions) {
        this.self = new Entry.Member(name, stored.incarnation(), true);
        this.first = first;
        this.acks = acks;
        this.actions = actions;
        this.state = log.lastTerm > stored.term() ? stored.vote(log.lastTerm, "") : stored;
        this.logTime = new LogTime(log.lastLogTimeNanos);
        this.lastIndex = log.lastIndex;
        this.lastTerm = log.lastTerm;
        this.commitIndex = log.commitIndex;
    }

    /** Time passes. Called often; does what time alone brings about. */
    public void tick(long epochNanos, long monotonicNanos) throws IOException {
        if (role == Role.FOLLOWER && isMajority(1) && mayVote()) {
            stand(); // nobody to wait for, nobody to ask
        }
        if (role == Role.LEADER) {
            begin(epochNanos, monotonicNanos);
        }
    }

    private void stand() throws IOException {
        role = Role.CANDIDATE;
        leader = "";
        state = state.vote(state.term() + 1, self.name());
        actions.store(state);
    }

    /** The vote of a term is durable: only now it counts. */
    public void voteStored(long term) {
        if (role == Role.CANDIDATE && term == state.term() && mayVote() && isMajority(1)) {
            role = Role.LEADER;
            leader = self.name();
            termIndex = 0;
        }
    }

    /** A leader's first act is a TERM entry, which commits those before it; a new log gets its first list of members. */
    private void begin(long epochNanos, long monotonicNanos) throws IOException {
        if (termIndex == 0) {
            byte[] content = Entry.encode(new Entry.Term(self.name()));
            if (append(EntryType.TERM, content, content.length, epochNanos, monotonicNanos)) {
                termIndex = lastIndex;
                commitByCounting();
            }
        }
        if (termIndex != 0 && state.members() == null) {
            VoteState before = state;
            state = state.members(first, lastIndex + 1);
            actions.store(state);
            byte[] content = Entry.encode(first);
            if (append(EntryType.MEMBERS, content, content.length, epochNanos, monotonicNanos)) {
                commitByCounting();
            } else {
                state = before;
            }
        }
    }

    /** Makes an entry of a content, when this collector leads. */
    public Proposed propose(EntryType type, byte[] content, int length, long epochNanos, long monotonicNanos)
            throws IOException {
        if (role != Role.LEADER || termIndex == 0 || state.members() == null) {
            return Proposed.NOT_LEADING;
        }
        if (!append(type, content, length, epochNanos, monotonicNanos)) {
            return Proposed.NO_ROOM;
        }
        commitByCounting();
        return Proposed.APPENDED;
    }

    private boolean append(EntryType type, byte[] content, int length, long epochNanos, long monotonicNanos)
            throws IOException {
        long time = logTime.next(epochNanos, monotonicNanos);
        var header = new EntryHeader(lastIndex + 1, state.term(), time, commitIndex, type);
        if (!actions.append(header, content, length)) {
            return false;
        }
        lastIndex++;
        lastTerm = state.term();
        return true;
    }

    /** This collector's disk has entries. What a sync says of another term proves nothing of this term's entries. */
    public void durable(Durable durable) {
        if (durable.term() == lastTerm && durable.index() > durableIndex) {
            durableIndex = Math.min(durable.index(), lastIndex);
            commitByCounting();
        }
    }

    /**
     * The commit step, the only one: what a majority of the voters has is committed, if it is of the own term; what stands
     * before it is committed with it.
     */
    private void commitByCounting() {
        if (role != Role.LEADER || termIndex == 0) {
            return;
        }
        long counted = heldByMajority();
        if (counted >= termIndex && counted > commitIndex) {
            commitIndex = counted;
        }
    }

    /** The newest entry that a majority of the voters has. */
    private long heldByMajority() {
        long[] held = voters().stream().mapToLong(this::heldBy).sorted().toArray();
        return held.length == 0 ? 0 : held[held.length - majority(held.length)];
    }

    private long heldBy(Entry.Member voter) {
        if (!isSelf(voter)) {
            return 0; // nothing has been heard of another member
        }
        return acks == Acks.SYNCED ? durableIndex : lastIndex;
    }

    private static int majority(int voters) {
        return voters / 2 + 1;
    }

    private boolean isMajority(int votes) {
        return votes >= majority(voters().size());
    }

    /** The voters of the newest list in the own log, of the first list before there is one. */
    private List<Entry.Member> voters() {
        Entry.@Nullable Members newest = state.members();
        return (newest == null ? first : newest)
                .members().stream().filter(Entry.Member::voting).toList();
    }

    private boolean mayVote() {
        return voters().stream().anyMatch(this::isSelf);
    }

    private boolean isSelf(Entry.Member member) {
        return member.name().equals(self.name()) && member.incarnation().equals(self.incarnation());
    }

    /** What others may know. */
    public QuorumView view() {
        boolean leading = role == Role.LEADER && termIndex != 0 && commitIndex >= termIndex;
        return new QuorumView(leading, leader, state.term(), lastIndex, durableIndex, commitIndex);
    }
}
