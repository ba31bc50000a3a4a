package org.logbraid.collector.quorum;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;

/**
 * How the members of the group fare, for people: published by the {@code collector-quorum} thread now and then. Immutable.
 *
 * @param members all of the newest list
 * @param missing configured collectors that a group which has not begun waits for
 * @param formed whether there is a list of members
 * @param difference what another member has made of the same entries differently, empty while nothing is known to differ
 * @param agreedIndex newest entry at which this collector and another one were found to agree, 0 before
 */
public record GroupView(
        List<MemberView> members, List<String> missing, boolean formed, String difference, long agreedIndex) {
    /** Before anything is known. */
    public static final GroupView NOTHING = new GroupView(List.of(), List.of(), false, "", 0);

    /**
     * A member.
     *
     * @param address its collectors' port, empty for one that was always alone
     * @param voting false while it learns
     * @param lastIndex newest entry that it has, -1 where only the leader knows
     * @param durableIndex newest of these that its disk has, -1 where only the leader knows
     * @param silentMillis since it was heard, 0 where nobody listens
     */
    public record MemberView(
            String name, String address, boolean voting, long lastIndex, long durableIndex, long silentMillis) {}

    private static MemberView member(Entry.Member member, long lastIndex, long durableIndex, long silentNanos) {
        return new MemberView(
                member.name(), member.address(), member.voting(), lastIndex, durableIndex, silentNanos / 1_000_000);
    }

    static GroupView of(Votes votes, LogEnd log, @Nullable Lead lead, Leader leader, List<String> missing, long now) {
        List<MemberView> members = new ArrayList<>();
        for (Entry.Member member : votes.members()) {
            Progress other = lead == null ? null : lead.progress(member.name());
            if (votes.isSelf(member)) {
                members.add(member(member, log.lastIndex(), log.durableIndex(), 0));
            } else if (other != null) {
                members.add(member(member, other.verified(), other.durable(), now - other.heardAt()));
            } else {
                boolean leads = member.name().equals(leader.name());
                members.add(member(member, -1, -1, leads ? leader.silentNanos(now) : 0));
            }
        }
        return new GroupView(members, missing, votes.hasList(), "", 0);
    }

    GroupView with(String newDifference, long newAgreedIndex) {
        return new GroupView(members, missing, formed, newDifference, newAgreedIndex);
    }

    public GroupView {
        members = List.copyOf(members);
        missing = List.copyOf(missing);
    }
}
