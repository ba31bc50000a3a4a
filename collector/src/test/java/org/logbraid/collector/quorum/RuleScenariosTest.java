package org.logbraid.collector.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.logbraid.collector.quorum.CoreScript.FIVE;
import static org.logbraid.collector.quorum.CoreScript.THREE;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.peers.PeerMessage;

/** Rules that need a turn of events which {@link CoreWorld} seldom draws. */
class RuleScenariosTest {
    @Test
    @DisplayName("entries of an older term are not committed by counting, as a later leader may have others (rule 1)")
    void entriesOfAnOlderTermAreNotCounted() throws IOException {
        // given: b has an entry of a's, which is killed then
        var script = new CoreScript(FIVE);
        CoreMember a = script.lead("a");
        script.cutOff("a", "c", "d", "e");
        script.cutOff("b", "c", "d", "e");
        long index = script.propose(a, 1);
        script.pass(100);
        assertThat(script.member("b").view().durableIndex()).isEqualTo(index);
        a.kill(false);

        // and: one of the others leads the next term, and has its first entry for itself
        long first = a.state().term();
        script.network.hold(envelope -> envelope.term() > first && envelope.message() instanceof PeerMessage.Append);
        CoreMember c = script.nextLeader(first);
        long second = c.view().term();
        script.pass(20);
        assertThat(c.log()).hasSize((int) index);
        c.kill(false);

        // when: a leads again, or b; the two others get the older entry, and nobody one of the new term
        CoreMember d = script.another("cde", c);
        CoreMember e = script.another("cde", c, d);
        script.network.heal();
        script.network.forget();
        script.network.hold(envelope -> envelope.message() instanceof PeerMessage.Append append
                && append.items().stream().anyMatch(item -> item.header().term() > second)
                && !isRefused(append, index, envelope.to().equals(d.incarnation()) ? d : e));
        a.start();
        script.nextLeader(second);
        script.pass(2_000);
        assertThat(d.view().durableIndex()).isEqualTo(index);
        assertThat(e.view().durableIndex()).isEqualTo(index);

        // then: c may lead again, and take it back
        a.kill(false);
        script.member("b").kill(false);
        script.network.forget();
        c.start();
        script.pass(5_000);
        assertThat(script.leader()).isSameAs(c);
        a.start();
        script.member("b").start();
        script.pass(2_000);
        script.commitsSomethingNew(FIVE);
    }

    /** Whether a request asks for an entry that a member has not. */
    private static boolean isRefused(PeerMessage.Append append, long index, CoreMember member) {
        return append.previousIndex() == index && member.view().lastIndex() < index;
    }

    @Test
    @DisplayName("whoever was cut off comes back without any election; so does one that hears nobody (rule 6)")
    void whoWasCutOffDisturbsNobody() throws IOException {
        var script = new CoreScript(THREE);
        CoreMember leader = script.lead("a");
        long term = leader.view().term();
        script.cutOff("c", "a", "b");
        script.pass(5_000);
        script.network.heal();
        script.pass(2_000);
        assertThat(leader.view().term()).isEqualTo(term);

        script.network.cut("a", "c");
        script.pass(5_000);

        assertThat(leader.view().term()).isEqualTo(term);
        script.network.heal();
        script.commitsSomethingNew(THREE);
    }

    @Test
    @DisplayName("a refusal teaches the higher term: one with the longest log and an old term can lead (rule 6)")
    void aRefusalTeachesTheHigherTerm() throws IOException {
        // given: c has most; of the others one was elected by the other, which has heard nothing of it since
        var script = new CoreScript(THREE);
        CoreMember c = script.lead("c");
        long first = c.view().term();
        script.cutOff("c", "a", "b");
        script.propose(c, 5);
        script.network.hold(envelope -> envelope.term() > first && envelope.message() instanceof PeerMessage.Append);
        CoreMember elected = script.nextLeader(first);
        elected.kill(true);
        script.network.forget();
        CoreMember other = script.another("ab", elected);
        assertThat(other.view().term()).isGreaterThan(first);

        // when
        script.network.heal();
        script.pass(6_000);

        // then
        assertThat(c.view().leading()).isTrue();
        script.commitsSomethingNew("c", other.name);
    }

    @Test
    @DisplayName(
            "a leader whose disk stands still gives up within 5 s, though all hear it, and does not stand (rule 5)")
    void aLeaderThatCannotSyncGivesUp() throws IOException {
        var script = new CoreScript(THREE);
        CoreMember stuck = script.lead("a");
        long term = stuck.view().term();
        stuck.hang(60_000 * CoreNetwork.MILLI);
        script.propose(stuck, 1);
        script.pass(4_500);
        assertThat(stuck.leads()).as("heartbeats go on").isTrue();

        script.pass(4_000);

        assertThat(stuck.leads()).isFalse();
        script.commitsSomethingNew(THREE);

        // and when: of the other two one is gone, and one comes and goes
        CoreMember gone = script.leader();
        gone.kill(false);
        CoreMember other = script.member(gone.name.equals("b") ? "c" : "b");
        for (int i = 0; i < 5; i++) {
            other.pause(2_500 * CoreNetwork.MILLI);
            script.pass(4_000);
            boolean stood =
                    stuck.state().votedFor().equals("a") && stuck.state().term() > term;
            assertThat(stood).as("'a' stands").isFalse();
        }
    }

    @Test
    @DisplayName("a list that was taken back counts when a power cut brings it back (rule 7)")
    void aListThatComesBackCounts() throws IOException {
        // given: a has a list that nobody else has
        var script = new CoreScript(THREE);
        CoreMember a = script.lead("a");
        assertThat(a.change(new MemberChange(MemberChange.Kind.REMOVE, "c", "")))
                .isNull();
        script.cutOff("a", "b", "c");
        script.pass(200);
        assertThat(a.lists("c")).isFalse();

        // when: it gives way to what others have, and that is undone
        script.pass(3_000);
        script.propose(script.leader(), 3);
        a.hang(60_000 * CoreNetwork.MILLI);
        script.network.heal();
        script.pass(1_000);
        assertThat(a.lists("c")).isTrue();
        a.loseUnsynced();
        script.cutOff("a", "b", "c");
        a.start();
        script.pass(5_000);

        // then: the list of its log is in force
        assertThat(a.group().members()).extracting(GroupView.MemberView::name).containsExactly("a", "b");
        script.network.heal();
        script.pass(2_000);
        script.commitsSomethingNew(THREE);
    }
}
