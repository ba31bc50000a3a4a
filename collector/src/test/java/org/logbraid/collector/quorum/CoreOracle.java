package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.EntryHeader;

/**
 * Judges cores after each of their turns: one leader a term, a new leader has all that is committed, one committed entry to an
 * index, the first commit on the disks of a majority of voters; no leader stays that a majority does not hear from, or whose disk
 * stands still.
 */
final class CoreOracle {
    private final CoreNetwork network;
    private final Map<String, CoreMember> members;
    private final Map<Long, String> leaders = new HashMap<>();
    private final Map<Long, Long> leadsSince = new HashMap<>();
    private final Map<String, Long> reached = new HashMap<>();
    private final List<CoreMember.Written> committed = new ArrayList<>();

    CoreOracle(CoreNetwork network, Map<String, CoreMember> members) {
        this.network = network;
        this.members = members;
    }

    /** All that was ever committed. */
    List<CoreMember.Written> committed() {
        return committed;
    }

    void check(CoreMember one) {
        QuorumView view = one.view();
        if (one.leads()) {
            String known = leaders.putIfAbsent(view.term(), one.name + one.incarnation());
            assertThat(known).as("one leader in term %s", view.term()).isIn(null, one.name + one.incarnation());
            leadsSince.putIfAbsent(view.term(), network.now());
            if (known == null) {
                checkHasAllCommitted(one);
            }
            if (one.hasTicked()) {
                checkMayLead(one);
            }
        }
        String life = one.name + one.lives();
        long before = reached.getOrDefault(life, 0L);
        assertThat(view.commitIndex())
                .as("commit index of %s (rule 3)", one.name)
                .isGreaterThanOrEqualTo(before);
        reached.put(life, view.commitIndex());
        for (long index = 1; index <= view.commitIndex(); index++) {
            CoreMember.Written entry = one.log().get((int) index - 1);
            if (index > committed.size()) {
                committed.add(entry);
                checkOnMajority(entry, one);
            } else if (index > view.commitIndex() - 50 || index == 1) {
                checkSame(committed.get((int) index - 1), entry, one.name);
            }
        }
    }

    /** Rule 5 and rule 6: who leads is heard by a majority, and its disk moves. */
    private void checkMayLead(CoreMember leader) {
        List<Entry.Member> voters = voters(leader.state().members());
        if (voters.size() < 2) {
            return;
        }
        long since = leadsSince.getOrDefault(leader.view().term(), network.now());
        long heard = voters.stream()
                .filter(voter -> voter.name().equals(leader.name)
                        || network.now() - Math.max(since, network.heardAt(leader.name, voter.name()))
                                < Timing.UNHEARD_NANOS)
                .count();
        assertThat(heard)
                .as("voters heard by leader %s of %s within a second (rule 6)", leader.name, voters)
                .isGreaterThan(voters.size() / 2);
        assertThat(leader.stuckNanos())
                .as("time for which the disk of leader %s stands still (rule 5)", leader.name)
                .isLessThan(Timing.STUCK_NANOS);
    }

    void checkHasAllCommitted(CoreMember leader) {
        assertThat((long) leader.log().size())
                .as("leader %s has what is committed", leader.name)
                .isGreaterThanOrEqualTo(committed.size());
        for (int i = 0; i < committed.size(); i++) {
            checkSame(committed.get(i), leader.log().get(i), leader.name);
        }
    }

    private static void checkSame(CoreMember.Written expected, CoreMember.Written found, String where) {
        EntryHeader one = expected.header();
        assertThat(found.header()).as("entry %s at %s", expected.index(), where).isEqualTo(one);
        assertThat(found.content())
                .as("content of entry %s at %s", expected.index(), where)
                .isEqualTo(expected.content());
    }

    private static List<Entry.Member> voters(Entry.@Nullable Members list) {
        return list == null
                ? List.of()
                : list.members().stream().filter(Entry.Member::voting).toList();
    }

    /** What was committed under a list may be seen only once the next one stands behind it. */
    private void checkOnMajority(CoreMember.Written entry, CoreMember committer) {
        VoteState state = committer.state();
        List<Entry.Member> voters = voters(state.members());
        boolean earlier = entry.index() < state.membersIndex() && state.before() != null;
        assertThat(isOnMajority(entry, voters) || (earlier && isOnMajority(entry, voters(state.before()))))
                .as("entry %s is on the disks of a majority of %s when it is committed first", entry.index(), voters)
                .isTrue();
    }

    private boolean isOnMajority(CoreMember.Written entry, List<Entry.Member> voters) {
        long have = voters.stream()
                .filter(voter -> {
                    CoreMember member = members.get(voter.name());
                    return member != null && member.hasOrHadOnDisk(voter.incarnation(), entry);
                })
                .count();
        return have > voters.size() / 2;
    }
}
