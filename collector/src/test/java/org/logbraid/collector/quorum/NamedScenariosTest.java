package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.logbraid.collector.quorum.CoreScript.FIVE;
import static org.logbraid.collector.quorum.CoreScript.THREE;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.peers.PeerMessage;

/** The scenarios that other cores were seen to fail at, judged as in a {@link CoreWorld}. */
class NamedScenariosTest {
    @Test
    @DisplayName("rolling restart of all followers, then loss of the leader: the others go on by themselves")
    void rollingRestartThenLossOfTheLeader() throws IOException {
        // given
        var script = new CoreScript(THREE);
        CoreMember leader = script.lead("a");
        script.propose(leader, 10);
        script.pass(100);

        // when
        for (String follower : new String[] {"b", "c"}) {
            script.member(follower).kill(false);
            script.pass(200);
            script.propose(leader, 5);
            script.member(follower).start();
            script.pass(1_000);
        }
        leader.kill(true);
        script.pass(3_000);

        // then
        script.commitsSomethingNew("b", "c");
        leader.start();
        script.pass(1_000);
        script.commitsSomethingNew(THREE);
    }

    @Test
    @DisplayName("longest log with the oldest term: it does not lead, and gives way in a few round trips (rule 9)")
    void longestLogWithTheOldestTerm() throws IOException {
        // given
        var script = new CoreScript(THREE);
        CoreMember old = script.lead("a");
        script.cutOff("a", "b", "c");
        script.propose(old, 2_000);
        script.pass(3_000);
        CoreMember leader = script.leader();
        long committed = script.propose(leader, 2_000);
        script.pass(2_000);
        assertThat(leader.view().commitIndex()).isEqualTo(committed);
        leader.handOver(); // the next one begins to search at the end of its log
        script.pass(1_000);
        assertThat(script.leader()).isNotSameAs(leader);
        assertThat(old.log()).hasSizeGreaterThan(2_000);

        // when
        var refusals = new AtomicInteger();
        script.network.hold(envelope -> {
            boolean refuses = envelope.from().equals("a")
                    && envelope.message() instanceof PeerMessage.Appended answer
                    && !answer.accepted()
                    && answer.number() > 0;
            refusals.addAndGet(refuses ? 1 : 0);
            return false;
        });
        script.network.heal();
        script.pass(3_000);

        // then
        assertThat(script.leader()).isNotSameAs(old);
        assertThat(old.view().commitIndex()).isGreaterThanOrEqualTo(committed);
        assertThat(old.log()).hasSameSizeAs(leader.log());
        assertThat(refusals).hasValueLessThanOrEqualTo(6);
        script.commitsSomethingNew(THREE);
    }

    @Test
    @DisplayName("answers delayed across two elections count for nothing (rule 2)")
    void answersDelayedAcrossTwoElections() throws IOException {
        // given: b has entries of a's first term, and its answers are on their way
        var script = new CoreScript(FIVE);
        CoreMember a = script.lead("a");
        script.cutOff("a", "c", "d", "e");
        script.cutOff("b", "c", "d", "e");
        long first = a.view().term();
        script.network.hold(envelope -> envelope.from().equals("b")
                && envelope.term() == first
                && envelope.message() instanceof PeerMessage.Appended);
        long last = script.propose(a, 20);
        script.pass(300);
        assertThat(script.member("b").view().durableIndex()).isEqualTo(last);

        // when: those give way to entries of another leader, and then a leads once more, with only d at its side
        script.pass(3_000);
        script.network.heal();
        script.pass(2_000);
        assertThat(script.member("b").view().lastIndex()).isLessThan(last);
        script.lead("a");
        assertThat(a.view().term()).isGreaterThan(first + 1);
        script.cutOff("a", "b", "c", "e");
        script.cutOff("d", "b", "c", "e");
        long committed = a.view().commitIndex();
        script.propose(a, 30);
        script.pass(100);
        script.network.heal();
        script.cutOff("a", "c", "e");
        script.network.cut("a", "b"); // what b says arrives, and nothing gets there
        script.network.letGo();
        script.pass(100);

        // then
        assertThat(a.view().commitIndex()).isEqualTo(committed);
        script.network.heal();
        script.pass(3_000);
        script.commitsSomethingNew(FIVE);
    }

    @Test
    @DisplayName(
            "removed leader restarted: it disturbs nobody, whether it knows of its removal or not (rule 6, rule 7)")
    void removedLeaderRestarted() throws IOException {
        // given
        var script = new CoreScript(THREE);
        CoreMember removed = script.lead("a");
        script.propose(removed, 5);
        script.pass(100);
        removed.kill(false);
        script.pass(3_000);
        CoreMember leader = script.leader();
        assertThat(leader.change(new MemberChange(MemberChange.Kind.REMOVE, "a", "")))
                .isNull();
        script.pass(500);
        assertThat(leader.lists("a")).isFalse();
        long term = leader.view().term();

        // when
        removed.start();
        script.pass(10_000);

        // then
        assertThat(removed.lists("a")).isTrue();
        assertThat(removed.leads()).isFalse();
        assertThat(script.leader()).isSameAs(leader);
        assertThat(leader.view().term()).isEqualTo(term);
        script.commitsSomethingNew("b", "c");
    }

    @Test
    @DisplayName("removed leader restarted: one that hands over and is removed then neither stands nor votes (rule 7)")
    void leaderThatIsRemovedStandsNoMore() throws IOException {
        // given
        var script = new CoreScript(THREE);
        CoreMember removed = script.lead("a");
        removed.handOver();
        script.pass(1_000);
        CoreMember leader = script.leader();
        assertThat(leader).isNotSameAs(removed);
        assertThat(leader.change(new MemberChange(MemberChange.Kind.REMOVE, "a", "")))
                .isNull();
        script.pass(500);
        removed.kill(false);

        // when
        removed.start();
        CoreMember other = script.member(leader.name.equals("b") ? "c" : "b");
        other.kill(false);
        script.pass(5_000);

        // then: of the two that vote one is away, and the removed one makes no majority
        assertThat(script.member("a").leads()).isFalse();
        assertThat(leader.view().leading()).isFalse();
        other.start();
        script.pass(3_000);
        script.commitsSomethingNew("b", "c");
    }

    @Test
    @DisplayName("emptied member: it counts for nothing until it has caught up, then it votes (rule 8)")
    void emptiedMember() throws IOException {
        // given
        var script = new CoreScript(THREE);
        CoreMember leader = script.lead("a");
        script.propose(leader, 50);
        script.pass(500);
        CoreMember emptied = script.member("b");
        emptied.empty();
        emptied.start();
        script.network.hold(envelope -> envelope.message() instanceof PeerMessage.Append append
                && !append.items().isEmpty()
                && envelope.to().equals(emptied.incarnation()));
        script.pass(4_000);
        assertThat(leader.binds(emptied))
                .as("the group knows the new data folder")
                .isTrue();
        assertThat(leader.hasVoter(emptied)).isFalse();

        // when: there, but without any entry
        script.member("c").kill(false);
        long index = script.propose(leader, 1);
        script.pass(800);

        // then
        assertThat(leader.view().commitIndex()).isLessThan(index);
        script.network.letGo();
        script.member("c").start();
        script.pass(10_000);
        assertThat(script.leader().hasVoter(emptied)).isTrue();
        script.commitsSomethingNew(THREE);
    }

    @Test
    @DisplayName("failed sync: the process ends, what no disk has is gone, the others go on")
    void failedSync() throws IOException {
        // given: the leader's disk takes nothing more
        var script = new CoreScript(THREE);
        CoreMember failing = script.lead("a");
        failing.hang(60_000 * CoreNetwork.MILLI);
        script.cutOff("a", "b", "c");
        script.propose(failing, 10);
        script.pass(100);

        // when
        failing.kill(true);
        script.network.heal();
        script.pass(3_000);

        // then
        script.commitsSomethingNew("b", "c");
        failing.start();
        script.pass(2_000);
        script.commitsSomethingNew(THREE);
    }

    @Test
    @DisplayName(
            "an append waiting behind a slow sync while a vote is asked: the old leader hears no more of it (rule 4)")
    void anAppendBehindASlowSyncWhileAVoteIsAsked() throws IOException {
        // given: b has an entry of a's, and its sync takes long; c's disk stands still as well
        var script = new CoreScript(THREE);
        CoreMember a = script.lead("a");
        CoreMember b = script.member("b");
        CoreMember c = script.member("c");
        long term = a.view().term();
        long committed = a.view().commitIndex();
        b.hang(2_500 * CoreNetwork.MILLI);
        c.hang(4_500 * CoreNetwork.MILLI);
        a.hang(4_500 * CoreNetwork.MILLI);
        long index = script.propose(a, 1);
        script.pass(100);
        assertThat(b.view().lastIndex()).isEqualTo(index);
        assertThat(c.view().lastIndex()).isEqualTo(index);

        // when: b votes for another one meanwhile
        script.network.cut("a", "b");
        script.network.cut("a", "c");
        script.pass(2_000);
        assertThat(b.view().term()).isGreaterThan(term);
        assertThat(b.view().durableIndex()).isLessThan(index);
        script.pass(1_000);

        // then: b's disk has it, alone
        assertThat(b.view().durableIndex()).isGreaterThanOrEqualTo(index);
        assertThat(a.view().commitIndex()).isEqualTo(committed);
        script.network.heal();
        script.pass(3_000);
        script.commitsSomethingNew(THREE);
    }
}
