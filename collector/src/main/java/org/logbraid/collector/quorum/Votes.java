package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.wire.InstanceId;

/**
 * Term, vote and the newest list of members. Each change is durable before anything follows from it.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Votes {
    private final String name;
    private final CoreActions actions;
    private VoteState state;

    /** What counts as the list while the log has none: one that may be formed, or null. */
    private Entry.@Nullable Members forming;

    private List<Entry.Member> voters = List.of();

    Votes(String name, VoteState stored, long lastTerm, CoreActions actions) {
        this.name = name;
        this.actions = actions;
        this.state = lastTerm > stored.term() ? stored.vote(lastTerm, "") : stored;
        countVoters();
    }

    String name() {
        return name;
    }

    InstanceId incarnation() {
        return state.incarnation();
    }

    long term() {
        return state.term();
    }

    String votedFor() {
        return state.votedFor();
    }

    /** Takes part in a term, with a vote for somebody or for nobody yet. */
    void vote(long term, String candidate) throws IOException {
        change(state.vote(term, candidate));
    }

    /** A list is about to be appended; without it being appended, {@link #withoutNewest} takes it back. */
    void members(Entry.Members list, long index) throws IOException {
        change(state.members(list, index));
    }

    /** The newest list is not in the log any more. */
    void withoutNewest() throws IOException {
        change(state.withoutNewest());
    }

    private void change(VoteState next) throws IOException {
        actions.store(next);
        state = next;
        countVoters();
    }

    private void countVoters() {
        voters = members().stream().filter(Entry.Member::voting).toList();
    }

    /** An envelope of what is sent now. */
    Envelope sealed(InstanceId to, String address, PeerMessage message) {
        return new Envelope(name, state.incarnation(), address, to, log(), state.term(), message);
    }

    /** Whether the own log holds a list. */
    boolean hasList() {
        return state.members() != null;
    }

    long listIndex() {
        return state.membersIndex();
    }

    /** A list that the group may begin with; null when there is none at hand. */
    void form(Entry.@Nullable Members first) {
        forming = first;
        countVoters();
    }

    /** The newest list in the own log, or the one that the group may begin with; null when there is neither. */
    Entry.@Nullable Members list() {
        return state.members() == null ? forming : state.members();
    }

    /** All members, voting or not. */
    List<Entry.Member> members() {
        Entry.Members list = list();
        return list == null ? List.of() : list.members();
    }

    List<Entry.Member> voters() {
        return voters;
    }

    /** The member of a name, if this incarnation is bound to it. */
    Entry.@Nullable Member bound(String member, InstanceId incarnation) {
        for (Entry.Member each : members()) {
            if (each.is(member, incarnation)) {
                return each;
            }
        }
        return null;
    }

    boolean isSelf(Entry.Member member) {
        return member.is(name, state.incarnation());
    }

    /** Rule 7: whether this collector votes for itself, and asks for votes. */
    boolean mayStand() {
        for (Entry.Member voter : voters) {
            if (isSelf(voter)) {
                return true;
            }
        }
        return false;
    }

    boolean isMajority(long votes) {
        return votes >= majority(voters.size());
    }

    static int majority(int voters) {
        return voters / 2 + 1;
    }

    /** Whether a message is meant for this data folder, and not of another group. */
    boolean isMeant(Envelope from, long commitIndex) {
        InstanceId own = committedLog(commitIndex);
        return (from.to().isNone() || from.to().equals(state.incarnation()))
                && (own.isNone() || from.log().isNone() || from.log().equals(own));
    }

    /** The log's id, once it is beyond doubt. */
    private InstanceId committedLog(long commitIndex) {
        Entry.Members list = state.members();
        return list == null || state.membersIndex() > commitIndex ? InstanceId.NONE : list.log();
    }

    /** The log's id as far as it is known. */
    InstanceId log() {
        Entry.Members list = state.members();
        return list == null ? InstanceId.NONE : list.log();
    }
}
