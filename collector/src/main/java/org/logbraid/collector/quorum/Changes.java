package org.logbraid.collector.quorum;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.common.wire.InstanceId;

/**
 * Changes of the list of members, one at a time (rule 7): a data folder that has come under a member's name is bound to it and
 * learns (rule 8), one that has learned enough votes.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Changes {
    private static final long LOOK_NANOS = 100_000_000L;

    /** A bound data folder that was heard within this is not given up for another one of its name. */
    private static final long GONE_NANOS = 2_000_000_000L;

    private static final long FRESH_NANOS = 1_000_000_000L;

    private record Newcomer(InstanceId incarnation, String address, long at) {}

    private final Votes votes;
    private final Map<String, Newcomer> newcomers = new HashMap<>();
    private Entry.@Nullable Members asked;
    private long changedAt;
    private long lookedAt;

    Changes(Votes votes, long now) {
        this.votes = votes;
        this.lookedAt = now;
    }

    /** A data folder that is not bound was heard of. */
    void came(Envelope from, long now) {
        newcomers.put(from.from(), new Newcomer(from.incarnation(), from.address(), now));
    }

    /**
     * Somebody asks for a change.
     *
     * @param ownAddress collectors' port of this collector, empty for one that has none
     * @param heard whether a member was heard lately
     * @return why it is refused, or null when it is under way
     */
    @Nullable
    String ask(MemberChange change, String ownAddress, Predicate<Entry.Member> heard) {
        Entry.Members list = votes.list();
        if (list == null) {
            return "the group has not begun";
        }
        if (ownAddress.isEmpty()) {
            return "this collector has no collectors' port: start it with --peers HOST:PORT";
        }
        List<Entry.Member> members = new ArrayList<>();
        boolean there = false;
        for (Entry.Member member : list.members()) {
            if (member.name().equals(change.name())) {
                there = true;
            } else if (member.address().equals(change.address())) {
                return "'" + member.name() + "' has the address " + change.address() + " already";
            } else {
                members.add(votes.isSelf(member) ? at(member, ownAddress) : member);
            }
        }
        if (there == (change.kind() == MemberChange.Kind.ADD)) {
            return there ? "'" + change.name() + "' is a member already" : "'" + change.name() + "' is no member";
        }
        List<Entry.Member> voters =
                members.stream().filter(Entry.Member::voting).toList();
        long reached = voters.stream().filter(heard).count();
        if (reached < Votes.majority(voters.size())) {
            return "of the " + voters.size() + " that would vote then only " + reached
                    + " can be reached, which is no majority";
        }
        if (change.kind() != MemberChange.Kind.REMOVE) {
            members.add(new Entry.Member(change.name(), InstanceId.NONE, false, change.address()));
        }
        asked = new Entry.Members(list.log(), List.copyOf(members));
        changedAt = 0;
        return null;
    }

    private static Entry.Member at(Entry.Member member, String address) {
        return new Entry.Member(member.name(), member.incarnation(), member.voting(), address);
    }

    /** The list that was asked for was appended. */
    void made(Entry.Members list, long index) {
        if (list.equals(asked)) {
            asked = null;
            changedAt = index;
        }
    }

    /** Index of the entry that made the last change that was asked for; 0 while there is none. */
    long changedAt() {
        return changedAt;
    }

    /** The list that comes next, or null; called while no other change is under way. */
    Entry.@Nullable Members due(Collection<Progress> others, long lastIndex, long now) {
        Entry.Members list = votes.list();
        if (list == null) {
            return null;
        }
        if (asked != null) {
            return asked;
        }
        if (now - lookedAt < LOOK_NANOS) {
            return null;
        }
        lookedAt = now;
        for (Progress other : others) {
            boolean caughtUp = other.hasCaughtUp(lastIndex);
            Entry.Member member = other.member();
            Newcomer newcomer = newcomers.get(member.name());
            boolean fresh = newcomer != null
                    && now - newcomer.at() < FRESH_NANOS
                    && !newcomer.incarnation().equals(member.incarnation());
            boolean free = member.incarnation().isNone() || now - other.heardAt() >= GONE_NANOS;
            if (newcomer != null && fresh && free) {
                return with(list, new Entry.Member(member.name(), newcomer.incarnation(), false, newcomer.address()));
            }
            if (!member.voting() && caughtUp && now - other.heardAt() < FRESH_NANOS) {
                return with(list, new Entry.Member(member.name(), member.incarnation(), true, member.address()));
            }
        }
        return null;
    }

    /** The list with one member replaced by another of its name. */
    static Entry.Members with(Entry.Members list, Entry.Member changed) {
        List<Entry.Member> members = new ArrayList<>();
        for (Entry.Member member : list.members()) {
            members.add(member.name().equals(changed.name()) ? changed : member);
        }
        return new Entry.Members(list.log(), List.copyOf(members));
    }
}
