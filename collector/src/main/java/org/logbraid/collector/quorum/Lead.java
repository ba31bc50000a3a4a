package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage;

/**
 * A leader's term: its entries, how far they are on the others, and what is committed by that.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Lead {
    /** Requests that are not answered by then are taken for lost. */
    private static final long LOST_NANOS = 500_000_000L;

    private static final int APPEND_BYTES = 1024 * 1024;

    private final Votes votes;
    private final LogEnd log;
    private final LogTime logTime;
    private final Acks acks;
    private final CoreActions actions;
    private final Map<String, Progress> others = new LinkedHashMap<>();
    private final Changes changes;
    private long termIndex; // of the own TERM entry, 0 before it is appended
    private long handingOverSince = Long.MIN_VALUE;

    Lead(Votes votes, LogEnd log, LogTime logTime, Acks acks, CoreActions actions, long now) {
        this.votes = votes;
        this.log = log;
        this.logTime = logTime;
        this.acks = acks;
        this.actions = actions;
        this.changes = new Changes(votes, now);
        listChanged(now);
    }

    /** A leader's first act is a TERM entry, which commits those before it; a new log gets its first list of members. */
    void begin(long epochNanos, long now) throws IOException {
        if (termIndex == 0 && append(new Entry.Term(votes.name()), epochNanos, now)) {
            termIndex = log.lastIndex();
        }
        Entry.Members first = votes.list();
        if (termIndex != 0 && !votes.hasList() && first != null && append(first, epochNanos, now)) {
            listChanged(now);
        }
        commitByCounting();
    }

    private boolean append(Entry entry, long epochNanos, long now) throws IOException {
        byte[] content = Entry.encode(entry);
        return append(entry.type(), content, content.length, epochNanos, now);
    }

    private boolean append(EntryType type, byte[] content, int length, long epochNanos, long now) throws IOException {
        long time = logTime.next(epochNanos, now);
        var header = new EntryHeader(log.lastIndex() + 1, votes.term(), time, log.commitIndex(), type);
        return log.append(header, content, 0, length);
    }

    /** Whether the term has begun, so that proposals are taken. */
    boolean hasBegun() {
        return termIndex != 0 && votes.hasList();
    }

    /** Whether its TERM entry is committed: everything that was acknowledged before is, too. */
    boolean isEstablished() {
        return termIndex != 0 && log.commitIndex() >= termIndex;
    }

    Proposed propose(EntryType type, byte[] content, int length, long epochNanos, long now) throws IOException {
        if (!hasBegun() || isHandingOver(now)) {
            return Proposed.NOT_NOW;
        }
        if (!append(type, content, length, epochNanos, now)) {
            return Proposed.NO_ROOM;
        }
        commitByCounting();
        return Proposed.APPENDED;
    }

    /** Time passes: lists are changed where that is due, and the others hear of this leader. */
    void turn(long epochNanos, long now) throws IOException {
        begin(epochNanos, now);
        if (isEstablished() && log.commitIndex() >= votes.listIndex() && !isHandingOver(now)) {
            Entry.Members next = changes.due(others.values(), log.lastIndex(), now);
            if (next != null && append(next, epochNanos, now)) {
                changes.made(next, log.lastIndex());
                listChanged(now);
                commitByCounting();
            }
        }
        for (Progress other : others.values()) {
            if (other.isLost(now, LOST_NANOS)) {
                other.searchFrom(other.verified() + 1);
            }
        }
    }

    private void listChanged(long now) {
        Map<String, Progress> before = Map.copyOf(others);
        others.clear();
        for (Entry.Member member : votes.members()) {
            if (!votes.isSelf(member)) {
                Progress known = before.get(member.name());
                if (known == null || !known.member().incarnation().equals(member.incarnation())) {
                    known = new Progress(member, log.lastIndex() + 1, now);
                }
                known.member(member);
                others.put(member.name(), known);
            }
        }
    }

    /** Sends what is new, and a sign of life where nothing was sent for a while. */
    void flush(long now) throws IOException {
        for (Progress other : others.values()) {
            boolean asked = other.isProbing() && !other.isDue(now);
            while (!asked
                    && other.hasRoom()
                    && other.next() <= log.lastIndex()
                    && !other.member().address().isEmpty()) {
                if (!send(other, log.lastIndex(), now)) {
                    break;
                }
                asked = other.isProbing();
            }
            if (other.isDue(now) || (!other.isProbing() && !other.knowsCommit(log.commitIndex()))) {
                send(other, 0, now);
            }
        }
    }

    /** Sends entries up to one, as many as fit; false when nothing more can be sent to it now. */
    private boolean send(Progress other, long upTo, long now) throws IOException {
        long previous = other.next() - 1;
        long previousTerm = actions.termAt(previous);
        long first = firstThatCanBeSent();
        if (other.next() < first) {
            long before = actions.termAt(first - 1);
            actions.send(other.member(), new PeerMessage.Behind(other.takeNumber(), first, before, "", ""));
            other.sent(0, 0, log.commitIndex(), now);
            return false;
        }
        var head = new PeerMessage.Append(other.takeNumber(), previous, previousTerm, log.commitIndex(), heldByAll());
        CoreActions.Sent sent = actions.sendEntries(other.member(), head, upTo, APPEND_BYTES);
        other.sent(sent.lastIndex(), sent.bytes(), log.commitIndex(), now);
        return sent.lastIndex() > previous;
    }

    /** The first entry of which the one before is known, if only by its term. */
    private long firstThatCanBeSent() {
        long first = actions.firstIndex();
        return actions.termAt(first - 1) < 0 ? first + 1 : first;
    }

    /** A member has answered. */
    void appended(Envelope from, PeerMessage.Appended answer, long now) {
        Progress other = others.get(from.from());
        if (other == null) {
            return;
        }
        if (!other.member().incarnation().equals(from.incarnation())) {
            changes.came(from, now); // nobody is bound to the name yet, or another data folder
            return;
        }
        other.heard(now);
        if (!answer.accepted()) {
            long meetAt = actions.newestAtOrBelow(answer.hintIndex(), answer.hintTerm());
            other.refused(answer, meetAt, meetAt + 1 < firstThatCanBeSent() ? now : now - Timing.HEARTBEAT_NANOS);
        } else if (answer.verified() > log.lastIndex()) {
            throw new IllegalStateException("collector '" + from.from() + "' has entry " + answer.verified()
                    + " of term " + from.term() + ", its leader ends at " + log.lastIndex());
        } else {
            if (other.accepted(answer, now)) {
                commitByCounting();
            }
            if (answer.full()) {
                other.pause(now);
            }
        }
    }

    /** A collector without a log is there. */
    void present(Envelope from, long now) {
        changes.came(from, now);
    }

    /** The own disk has more. */
    void durable() {
        commitByCounting();
    }

    /**
     * The commit step, the only one: what a majority of the voters has is committed, if it is of the own term; what stands
     * before it is committed with it. Nothing is before the list stands in the log by which it is counted: until then a group
     * may still form with another one.
     */
    private void commitByCounting() {
        if (!hasBegun()) {
            return;
        }
        long counted = heldByMajority();
        if (counted >= termIndex) {
            log.commit(counted);
        }
    }

    /** The newest entry that a majority of the voters has. */
    private long heldByMajority() {
        long[] held = votes.voters().stream().mapToLong(this::heldBy).sorted().toArray();
        return held.length == 0 ? 0 : held[held.length - Votes.majority(held.length)];
    }

    private long heldBy(Entry.Member voter) {
        if (votes.isSelf(voter)) {
            return acks == Acks.SYNCED ? log.durableIndex() : log.lastIndex();
        }
        Progress other = others.get(voter.name());
        if (other == null) {
            return 0;
        }
        return acks == Acks.SYNCED ? other.durable() : other.verified();
    }

    @Nullable
    Progress progress(String name) {
        return others.get(name);
    }

    /** Newest entry that every member has. */
    long heldByAll() {
        long least = log.durableIndex();
        for (Progress other : others.values()) {
            least = Math.min(least, other.durable());
        }
        return least;
    }

    /** Whether a majority of the voters was heard within a span. */
    boolean isHeardByMajority(long now, long withinNanos) {
        long heard = votes.voters().stream()
                .filter(voter -> votes.isSelf(voter) || isHeard(others.get(voter.name()), now, withinNanos))
                .count();
        return votes.isMajority(heard);
    }

    private static boolean isHeard(@Nullable Progress other, long now, long withinNanos) {
        return other != null && now - other.heardAt() < withinNanos;
    }

    Collection<Progress> others() {
        return others.values();
    }

    /** Somebody asks for a change of the list; why it is refused, or null. */
    @Nullable
    String change(MemberChange change, String ownAddress, long now) {
        return changes.ask(
                change,
                ownAddress,
                member -> votes.isSelf(member) || isHeard(others.get(member.name()), now, LOST_NANOS));
    }

    /** Index of the entry that made the last change that was asked for; 0 while there is none. */
    long changedAt() {
        return changes.changedAt();
    }

    /** Lets the voter that has most stand at once; nothing is taken until it leads, or has failed to. */
    boolean handOver(long now) throws IOException {
        Progress best = null;
        for (Progress other : others.values()) {
            boolean fit = other.member().voting() && isHeard(other, now, LOST_NANOS) && other.wasHeard();
            if (fit && (best == null || other.durable() > best.durable())) {
                best = other;
            }
        }
        handingOverSince = now;
        if (best == null || best.verified() < log.lastIndex()) {
            return false;
        }
        actions.send(best.member(), new PeerMessage.Campaign());
        return true;
    }

    private boolean isHandingOver(long now) {
        return handingOverSince != Long.MIN_VALUE && now - handingOverSince < 2 * LOST_NANOS;
    }
}
